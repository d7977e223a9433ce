package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What runs when an arena closes. */
@SuppressWarnings("restricted")
final class ArenaActions {

  private ArenaActions() {}

  static void addTo(Checks checks) {
    checks
        .add("action on close", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::action))
        .add("action sees", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::actionSees))
        .add("actions in order", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::inOrder))
        .add("actions among segments", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::among))
        .add("action throws", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::thrown))
        .add("several throw", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::severalThrow))
        .add("the same is thrown", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::sameThrown))
        .add("error thrown", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::errorThrown))
        .add("thrown in try", ArenaActions::thrownInTry)
        .add("going on after it", ArenaActions::goingOn)
        // Of shared arenas only: the JDK frees a confined arena's first segment before any action.
        .add("memory until the action", () -> Outcome.of(memory(Arena.ofShared())))
        .add("action allocates", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::allocates))
        .add("action allocates there", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::there))
        .add("action opens and closes", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::opens))
        .add("action closes again", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::closesAgain))
        .add("action closes another", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::another))
        .add("action adds an action", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::adds))
        .add("after close", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::afterClose))
        .add("thread of the action", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::thread))
        .add("stack of the action", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::stack))
        .add("action without segments", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::only))
        .add("many actions", () -> Kind.each(Kind.CLOSEABLE, ArenaActions::many))
        .add("action when collected", ArenaActions::collected);
  }

  private static void onClose(Arena arena, Consumer<MemorySegment> action) {
    MemorySegment.ofAddress(4_096).reinterpret(arena, action);
  }

  private static String close(Arena arena) {
    return Refusal.ofRunning(arena::close);
  }

  private static Object action(Arena arena) {
    List<String> seen = new ArrayList<>();
    arena.allocate(100).reinterpret(50, arena, segment -> seen.add(segment.byteSize() + " gone"));
    seen.add("open");
    arena.close();
    seen.add("closed");
    return seen;
  }

  /** It gets the segment in a scope that is alive, though the arena's is not. */
  private static Object actionSees(Arena arena) {
    List<Object> seen = new ArrayList<>();
    MemorySegment own = SegmentContents.write(arena.allocate(100), 1);
    onClose(
        arena,
        segment -> {
          seen.add(segment.scope().isAlive());
          seen.add(segment.address());
          seen.add(arena.scope().isAlive());
          seen.add(Refusal.of(() -> own.get(JAVA_BYTE, 0)));
          seen.add(segment.scope().equals(Arena.global().scope()));
        });
    arena.close();
    return seen;
  }

  private static Object inOrder(Arena arena) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      onClose(arena, segment -> order.add(number));
    }
    arena.close();
    return order;
  }

  private static Object among(Arena arena) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      arena.allocate(1 + i * 400);
      if (i % 10 == 0) {
        onClose(arena, segment -> order.add(number));
      }
    }
    arena.close();
    return order;
  }

  private static RuntimeException failure(int number) {
    return new IllegalArgumentException("action " + number);
  }

  private static Object thrown(Arena arena) {
    List<Integer> ran = new ArrayList<>();
    MemorySegment segment = arena.allocate(100);
    onClose(arena, gone -> ran.add(1));
    onClose(
        arena,
        gone -> {
          throw failure(2);
        });
    onClose(arena, gone -> ran.add(3));
    String closed = close(arena);
    return Outcome.of(closed, ran, segment.scope().isAlive(), close(arena));
  }

  private static Object severalThrow(Arena arena) {
    for (int i = 0; i < 4; i++) {
      int number = i;
      arena.allocate(1_000);
      onClose(
          arena,
          gone -> {
            throw failure(number);
          });
    }
    return suppressed(arena);
  }

  private static Object suppressed(Arena arena) {
    try {
      arena.close();
      return "closed";
    } catch (RuntimeException e) {
      return Outcome.of(e, e.getSuppressed(), arena.scope().isAlive());
    }
  }

  private static Object sameThrown(Arena arena) {
    RuntimeException one = failure(0);
    for (int i = 0; i < 3; i++) {
      onClose(
          arena,
          gone -> {
            throw one;
          });
    }
    return suppressed(arena);
  }

  /** Errors end the close where it is: what comes after does not run. */
  private static Object errorThrown(Arena arena) {
    List<Integer> ran = new ArrayList<>();
    onClose(arena, gone -> ran.add(1));
    onClose(
        arena,
        gone -> {
          throw new LinkageError("action");
        });
    arena.allocate(100);
    onClose(arena, gone -> ran.add(3));
    return Outcome.of(close(arena), ran, arena.scope().isAlive(), close(arena));
  }

  private static String thrownInTry() {
    try (Arena arena = Arena.ofConfined()) {
      onClose(
          arena,
          gone -> {
            throw failure(1);
          });
      throw new IllegalStateException("body");
    } catch (IllegalStateException e) {
      return Outcome.of(e, e.getSuppressed());
    }
  }

  /** An arena whose close failed half-way leaves all others as they were. */
  private static String goingOn() throws Throwable {
    int dirty = 0;
    for (int i = 0; i < 50; i++) {
      try (Arena whole = Arena.ofConfined()) {
        Arena broken = Arena.ofConfined();
        MemorySegment segment = SegmentContents.write(whole.allocate(500), i);
        onClose(
            broken,
            gone -> {
              throw failure(7);
            });
        broken.allocate(500).fill(Dirt.BYTE);
        close(broken);
        dirty += SegmentContents.firstSet(whole.allocate(500)) < 0 ? 0 : 1;
        dirty += SegmentContents.damage(segment, i) < 0 ? 0 : 1;
      }
    }
    return dirty + " wrong";
  }

  /** Actions run before the memory goes that was there before them. */
  private static Object memory(Arena arena) {
    List<Object> seen = new ArrayList<>();
    MemorySegment segment = SegmentContents.write(arena.allocate(2_000), 1);
    segment.reinterpret(
        arena,
        again -> {
          ArenaDirt.spread(2_000, 20);
          seen.add(SegmentContents.damage(again, 1));
        });
    arena.close();
    return seen;
  }

  private static Object allocates(Arena arena) {
    List<Object> seen = new ArrayList<>();
    arena.allocate(3_000).fill(Dirt.BYTE);
    onClose(
        arena,
        gone -> {
          MemorySegment other = Arena.ofAuto().allocate(3_000);
          seen.add(SegmentContents.firstSet(other));
          seen.add(Arena.global().allocate(8).byteSize());
        });
    arena.allocate(3_000).fill(Dirt.BYTE);
    arena.close();
    return seen;
  }

  private static Object there(Arena arena) {
    List<Object> seen = new ArrayList<>();
    arena.allocate(100);
    onClose(arena, gone -> seen.add(Refusal.of(() -> arena.allocate(100))));
    onClose(arena, gone -> seen.add(Refusal.of(() -> arena.allocateFrom("text"))));
    return Outcome.of(close(arena), seen);
  }

  private static Object opens(Arena arena) {
    List<Object> seen = new ArrayList<>();
    arena.allocate(100).fill(Dirt.BYTE);
    onClose(
        arena,
        gone -> {
          try (Arena inner = Arena.ofConfined();
              Arena shared = Arena.ofShared()) {
            seen.add(SegmentContents.firstSet(inner.allocate(100)));
            seen.add(SegmentContents.firstSet(shared.allocate(100)));
          }
        });
    arena.allocate(100).fill(Dirt.BYTE);
    return Outcome.of(close(arena), seen);
  }

  private static Object closesAgain(Arena arena) {
    List<Object> seen = new ArrayList<>();
    arena.allocate(100);
    onClose(arena, gone -> seen.add(close(arena)));
    return Outcome.of(close(arena), seen, close(arena));
  }

  private static Object another(Arena arena) {
    Arena other = Arena.ofShared();
    MemorySegment segment = other.allocate(100);
    onClose(arena, gone -> other.close());
    return Outcome.of(close(arena), segment.scope().isAlive());
  }

  private static Object adds(Arena arena) {
    List<Object> seen = new ArrayList<>();
    onClose(
        arena,
        gone -> {
          seen.add(1);
          seen.add(Refusal.ofRunning(() -> onClose(arena, again -> seen.add(2))));
        });
    return Outcome.of(close(arena), seen);
  }

  private static Object afterClose(Arena arena) {
    AtomicInteger ran = new AtomicInteger();
    MemorySegment segment = arena.allocate(10);
    arena.close();
    return Outcome.of(
        Refusal.of(() -> segment.reinterpret(arena, gone -> ran.incrementAndGet())),
        Refusal.of(() -> segment.reinterpret(Arena.global(), gone -> ran.incrementAndGet())),
        Refusal.ofRunning(() -> onClose(arena, gone -> ran.incrementAndGet())),
        ran);
  }

  private static Object thread(Arena arena) throws InterruptedException {
    List<Object> seen = new ArrayList<>();
    Thread opener = Thread.currentThread();
    onClose(arena, gone -> seen.add(Thread.currentThread() == opener));
    String elsewhere =
        Refusal.elsewhere(
            () -> {
              arena.close();
              return "closed";
            });
    return Outcome.of(elsewhere, close(arena), seen);
  }

  /** Frames of ours are between others, if anywhere: what the JDK and the program have is there. */
  private static Object stack(Arena arena) {
    List<Object> seen = new ArrayList<>();
    onClose(
        arena,
        gone ->
            Arrays.stream(new Throwable().getStackTrace())
                .limit(4)
                .map(frame -> frame.getClassName().replaceAll("\\$\\$Lambda.*|\\d+$", ""))
                .forEach(seen::add));
    arena.close();
    return seen;
  }

  private static Object only(Arena arena) {
    AtomicInteger ran = new AtomicInteger();
    onClose(arena, gone -> ran.incrementAndGet());
    arena.close();
    return ran;
  }

  private static Object many(Arena arena) {
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 5_000; i++) {
      arena.allocate(8).reinterpret(arena, gone -> ran.incrementAndGet());
    }
    arena.close();
    return ran;
  }

  private static String collected() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    drop(ran);
    for (int i = 0; i < 1_000 && ran.get() < 20; i++) {
      System.gc();
      Thread.sleep(5);
    }
    return ran + " ran";
  }

  private static void drop(AtomicInteger ran) {
    for (int i = 0; i < 20; i++) {
      Arena arena = Arena.ofAuto();
      arena.allocate(100);
      onClose(arena, gone -> ran.incrementAndGet());
    }
  }
}
