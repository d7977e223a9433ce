package dev.tinyalloc.agent.options;

import org.jspecify.annotations.Nullable;

/** A mistake in the options. The message is one line for the user. */
public final class OptionException extends Exception {

  private static final long serialVersionUID = 1L;

  private OptionException(String message) {
    super(message);
  }

  static OptionException unknown(String name, String key, String where) {
    String[] keys = Option.keys();
    String message = "unknown option \"" + name + "\"" + where;
    message += "; did you mean \"" + Nearest.of(key, keys) + "\"?";
    return new OptionException(message + " Accepted: " + String.join(", ", keys));
  }

  static OptionException badValue(Option option, String value) {
    @Nullable String near = option.kind().nearest(value);
    String hint = near == null ? "" : "; did you mean \"" + near + "\"?";
    return of(option, "\"" + value + "\" is not accepted" + hint);
  }

  static OptionException noValue(Option option) {
    return of(option, "it has no value");
  }

  static OptionException unreadable(String path, Exception cause) {
    return of(Option.CONFIG, "cannot read \"" + path + "\" (" + reason(cause) + ")");
  }

  static OptionException nested(String path) {
    return of(Option.CONFIG, "it cannot stand in the file \"" + path + "\" that it names");
  }

  private static OptionException of(Option option, String mistake) {
    String message = "option \"" + option.key() + "\": " + mistake;
    return new OptionException(message + "; accepted: " + option.accepted());
  }

  /** The first line of the cause's message: a path in it may hold anything. */
  private static String reason(Exception cause) {
    String text = String.valueOf(cause.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
