package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.agent.rewrite.Target.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods that open arenas, and the 22 of {@code SegmentAllocator} that allocate. The compiler
 * names {@code Arena} as owner of the latter where a call goes through that type. A method that a
 * later JDK adds is not among them: it ends in one that every arena has, whose body serves it.
 */
final class ArenaTargets {

  static final String ARENA = "java/lang/foreign/Arena";
  static final String ALLOCATOR = "java/lang/foreign/SegmentAllocator";

  /** The class in {@code java.base} that has the methods which take their place. */
  static final String BRIDGE = "java/lang/foreign/TinyAllocArenas";

  static final String[] OPENINGS = {"ofConfined", "ofShared", "ofAuto"};
  static final String OPENING_DESCRIPTOR = "()Ljava/lang/foreign/Arena;";

  private static final String SEGMENT = "Ljava/lang/foreign/MemorySegment;";
  private static final String LAYOUT = "Ljava/lang/foreign/MemoryLayout;";
  private static final String VALUE_LAYOUT = "Ljava/lang/foreign/ValueLayout;";
  private static final String ADDRESS_LAYOUT = "Ljava/lang/foreign/AddressLayout;";
  private static final String STRING = "Ljava/lang/String;";
  private static final String CHARSET = "Ljava/nio/charset/Charset;";

  /** Suffix of a layout's class and the type of its values. */
  private static final String[][] PRIMITIVES = {
    {"Byte", "B"},
    {"Char", "C"},
    {"Short", "S"},
    {"Int", "I"},
    {"Float", "F"},
    {"Long", "J"},
    {"Double", "D"}
  };

  private ArenaTargets() {}

  /** A new list of them all. */
  static List<Target> list() {
    List<Target> targets = new ArrayList<>();
    for (String name : OPENINGS) {
      String kind =
          name.equals("ofConfined") ? "confined" : name.equals("ofShared") ? "shared" : "auto";
      targets.add(new Target(Kind.OPENING, kind, ARENA, name, OPENING_DESCRIPTOR, 0));
    }
    for (String owner : new String[] {ARENA, ALLOCATOR}) {
      allocations(targets, owner);
    }
    return targets;
  }

  private static void allocations(List<Target> targets, String owner) {
    for (String parameters : new String[] {"J", "JJ", LAYOUT, LAYOUT + "J"}) {
      add(targets, owner, "allocate", parameters);
    }
    add(targets, owner, "allocateFrom", STRING);
    add(targets, owner, "allocateFrom", STRING + CHARSET);
    add(targets, owner, "allocateFrom", ADDRESS_LAYOUT + SEGMENT);
    add(targets, owner, "allocateFrom", VALUE_LAYOUT + SEGMENT + VALUE_LAYOUT + "JJ");
    for (String[] primitive : PRIMITIVES) {
      String layout = "Ljava/lang/foreign/ValueLayout$Of" + primitive[0] + ';';
      add(targets, owner, "allocateFrom", layout + primitive[1]);
      add(targets, owner, "allocateFrom", layout + '[' + primitive[1]);
    }
  }

  private static void add(List<Target> targets, String owner, String name, String parameters) {
    String descriptor = '(' + parameters + ')' + SEGMENT;
    targets.add(
        new Target(Kind.ALLOCATION, "Arena." + name, owner, name, descriptor, targets.size()));
  }
}
