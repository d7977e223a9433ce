package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.options.Options;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as options have it, or a number of seconds; in milliseconds. */
final class Interval implements ITypeConverter<Long> {

  private static final long LEAST_MILLIS = 100;

  @Override
  public Long convert(String text) {
    String time = text.matches("[0-9]+") ? text + "s" : text;
    long millis = Options.millis(time);
    if (millis < 0) {
      throw new TypeConversionException("'" + text + "' is no time, such as 500ms, 2s or 1m");
    }
    return Math.max(LEAST_MILLIS, millis);
  }
}
