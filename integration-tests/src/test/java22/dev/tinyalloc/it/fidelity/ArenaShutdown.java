package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Arenas while the JVM shuts down; {@link ArenaAtExit} runs these in a shutdown hook. */
final class ArenaShutdown {

  /** Made before the end begins, by the main thread. */
  private static Arena confined;

  private static Arena shared;
  private static MemorySegment early;

  private ArenaShutdown() {}

  /** What has to be there before the end begins. */
  static void prepare() {
    confined = Arena.ofConfined();
    shared = Arena.ofShared();
    confined.allocate(1_000).fill(Dirt.BYTE);
    early = SegmentContents.write(shared.allocate(1_000), 1);
    Arena.ofAuto().allocate(100).fill(Dirt.BYTE);
  }

  static void addTo(Checks checks) {
    checks
        .add("made before", () -> SegmentContents.damage(early, 1))
        .add("another's arena", () -> Refusal.of(() -> confined.allocate(10)))
        .add("another's close", () -> Refusal.ofRunning(confined::close))
        .add("made now", () -> Kind.each(ArenaShutdown::whole))
        .add("more of an earlier arena", () -> whole(shared))
        .add("large", () -> Kind.each(Kind.FREED, arena -> arena.allocate(1_000_000).byteSize()))
        .add("closed now", ArenaShutdown::close)
        .add("closed again", () -> Refusal.ofRunning(shared::close))
        .add("by another thread", ArenaShutdown::elsewhere)
        .add("refused", () -> Kind.each(arena -> Refusal.of(() -> arena.allocate(-1))))
        .add("written", ArenaShutdown::written);
  }

  private static Object whole(Arena arena) {
    MemorySegment segment = arena.allocate(1_000);
    long set = SegmentContents.firstSet(segment);
    SegmentContents.write(segment, 3);
    return Outcome.of(set, SegmentContents.damage(segment, 3), segment.getClass());
  }

  private static String close() {
    shared.close();
    return Refusal.of(() -> early.get(JAVA_BYTE, 0));
  }

  private static String elsewhere() throws InterruptedException {
    return Refusal.elsewhere(() -> Kind.each(ArenaShutdown::whole));
  }

  private static String written() throws Exception {
    Path file = Files.createTempFile(Path.of(""), "end", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      int count = channel.write(SegmentContents.write(arena.allocate(5_000), 5).asByteBuffer());
      return Outcome.of(count, Files.size(file));
    } finally {
      Files.delete(file);
    }
  }
}
