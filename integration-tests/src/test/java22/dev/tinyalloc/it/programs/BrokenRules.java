package dev.tinyalloc.it.programs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Calls into C that the JDK refuses, and how. */
final class BrokenRules {

  private interface Action {
    Object run();
  }

  void print() throws InterruptedException {
    closed();
    foreignThread();
    MemorySegment onHeap = MemorySegment.ofArray(new byte[8]);
    say("heap segment", () -> StandardC.strlen(onHeap));
    try (Arena arena = Arena.ofConfined()) {
      say("negative size", () -> arena.allocate(-1));
      say("alignment", () -> arena.allocate(8, 3));
      say("too large", () -> arena.allocate(Long.MAX_VALUE));
      say("no allocator", () -> StandardC.div(null, 1, 1));
    }
  }

  @SuppressWarnings("MustBeClosed")
  private static void closed() {
    Arena arena = Arena.ofConfined();
    MemorySegment text = arena.allocateFrom("text");
    say("open", () -> StandardC.strlen(text));
    say("too short a result", () -> StandardC.div((bytes, alignment) -> text, 8, 4));
    arena.close();
    say("closed: argument", () -> StandardC.strlen(text));
    say("closed: result", () -> StandardC.div(arena, 1, 1));
    say("closed: function pointer", () -> StandardC.comparator((a, b) -> 0, arena));
    say("closed: read", () -> text.get(ValueLayout.JAVA_BYTE, 0));
    say("closed: allocate", () -> arena.allocate(8));
    say("closed: close", () -> closed(arena));
  }

  private static void foreignThread() throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("text");
      Thread thread =
          new Thread(
              () -> {
                say("wrong thread: argument", () -> StandardC.strlen(text));
                say("wrong thread: result", () -> StandardC.div(arena, 1, 1));
                say("wrong thread: allocate", () -> arena.allocate(8));
                say("wrong thread: close", () -> closed(arena));
              });
      thread.start();
      thread.join();
      say("right thread", () -> StandardC.strlen(text));
    }
  }

  private static Object closed(Arena arena) {
    arena.close();
    return "closed";
  }

  private static void say(String what, Action action) {
    System.out.println(what + ": " + outcome(action));
  }

  private static String outcome(Action action) {
    try {
      return String.valueOf(action.run());
    } catch (RuntimeException | Error refusal) {
      // A few texts have an address in them.
      return refusal.toString().replaceAll("\\[B@[0-9a-f]+|0x[0-9a-f]{2,}", "...");
    }
  }
}
