package dev.tinyalloc.agent.options;

import java.util.ArrayList;
import java.util.List;

/** Values that are lists: parts joined by {@code +}. */
final class Lists {

  private Lists() {}

  /** The parts of {@code value}, trimmed; an empty part stays one, for the caller to refuse. */
  static List<String> split(String value) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int plus = value.indexOf('+'); plus >= 0; plus = value.indexOf('+', from)) {
      parts.add(value.substring(from, plus).trim());
      from = plus + 1;
    }
    parts.add(value.substring(from).trim());
    return parts;
  }
}
