package dev.tinyalloc.it.fidelity;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Buffers while the JVM shuts down; {@link AtExit} runs these in a shutdown hook. */
final class Shutdown {

  /** Made before the end begins. */
  private static ByteBuffer early;

  private static ByteBuffer freedEarly;

  private Shutdown() {}

  /** What has to be there before the end begins. */
  static void prepare() {
    early = Contents.write(ByteBuffer.allocateDirect(1_000), 1);
    freedEarly = ByteBuffer.allocateDirect(1_000);
    Internals.free(freedEarly);
  }

  static void addTo(Checks checks) {
    checks
        .add("made before", () -> Contents.damage(early, 1))
        .add("made now", () -> Identity.fields(ByteBuffer.allocateDirect(1_000)))
        .add("zeroes", Shutdown::zeroes)
        .add("freed now", Shutdown::freed)
        .add("freed again", Shutdown::freedAgain)
        .add("freed by another thread", Shutdown::freedElsewhere)
        .add("collected", Shutdown::collected)
        .add("refused", () -> Outcome.failure(() -> ByteBuffer.allocateDirect(-1)))
        .add("large", Shutdown::large)
        .add("written", Shutdown::written);
  }

  private static String zeroes() {
    Dirt.spread(1_000, 50);
    return Outcome.of(Contents.firstSet(ByteBuffer.allocateDirect(1_000)));
  }

  private static String freed() {
    Pool before = Pool.now();
    Internals.free(early);
    return Outcome.of(Pool.now().since(before));
  }

  private static String freedAgain() {
    Pool before = Pool.now();
    Internals.free(early);
    Internals.clean(freedEarly);
    return Outcome.of(Pool.now().since(before));
  }

  private static String freedElsewhere() throws InterruptedException {
    Pool before = Pool.now();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_000);
    Threads.run(() -> Internals.free(buffer));
    return Outcome.of(Pool.now().since(before));
  }

  private static String collected() throws InterruptedException {
    Pool before = Pool.now();
    for (int i = 0; i < 100; i++) {
      Dirt.fill(ByteBuffer.allocateDirect(1_000));
    }
    return Pool.backTo(before).substring(0, 4);
  }

  private static String large() {
    ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1_000_000), 5);
    int damage = Contents.damage(buffer, 5);
    Internals.free(buffer);
    return Outcome.of(damage);
  }

  private static String written() throws Exception {
    Path file = Files.createTempFile(Path.of(""), "end", null);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      int count = channel.write(Contents.write(ByteBuffer.allocateDirect(5_000), 5));
      return Outcome.of(count, Files.size(file));
    } finally {
      Files.delete(file);
    }
  }
}
