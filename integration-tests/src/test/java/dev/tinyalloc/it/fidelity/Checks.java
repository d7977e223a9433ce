package dev.tinyalloc.it.fidelity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The checks of one topic by name, in the order in which they run. */
public final class Checks {

  private final Map<String, Check> byName = new LinkedHashMap<>();

  private Runnable before = Dirt::spread;

  /** Adds a check; what it finds depends on nothing that differs between two runs. */
  Checks add(String name, Check check) {
    if (byName.put(name, check) != null) {
      throw new IllegalArgumentException("two checks named " + name);
    }
    return this;
  }

  /** What runs before each check; unless told otherwise, {@link Dirt#spread}. */
  Checks before(Runnable action) {
    before = action;
    return this;
  }

  Runnable before() {
    return before;
  }

  /** How many there are. */
  public int size() {
    return byName.size();
  }

  Map<String, Check> byName() {
    return Collections.unmodifiableMap(byName);
  }
}
