package dev.tinyalloc.agent.ab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of arms there are, by the names that users give. */
public final class Arms {

  /** The mode of the agent by the kind of arm; {@code plain} has none. */
  private static final Map<String, String> MODES = new LinkedHashMap<>();

  static {
    MODES.put("jdk", "observe");
    MODES.put("tinyalloc", "redirect");
    MODES.put("plain", "");
  }

  private Arms() {}

  /**
   * The arms that {@code names}, joined by commas, ask for; one that was there before gets a number
   * behind its name.
   *
   * @throws IllegalArgumentException if a name is unknown, or if they are not two or three
   */
  public static List<Arm> of(String names) {
    List<Arm> arms = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String kind : names.split(",", -1)) {
      String mode = MODES.get(kind);
      if (mode == null) {
        throw new IllegalArgumentException(
            "no arm is called \"" + kind + "\"; there are " + String.join(", ", MODES.keySet()));
      }
      int number = seen.merge(kind, 1, Integer::sum);
      String name = number == 1 ? kind : kind + "-" + number;
      arms.add(new Arm(name, mode.isEmpty() ? null : mode, List.of()));
    }
    if (arms.size() < 2 || arms.size() > 3) {
      throw new IllegalArgumentException("two or three arms are wanted, not \"" + names + "\"");
    }
    return arms;
  }
}
