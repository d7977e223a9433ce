package dev.tinyalloc.bench;

import dev.tinyalloc.TinyAlloc;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.internal.misc.Unsafe;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code malloc} and {@code free} against the JDK's own road to the C library's. An operation is
 * one allocation and its free.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {Exports.JDK_INTERNALS, Exports.JDK_ACCESS, Exports.NIO, Exports.NIO_CHANNELS})
public class AllocatorBenchmark {

  private static final int BATCH = 100;
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private final long[] blocks = new long[BATCH];
  private final int[] order = new int[BATCH];
  private final int[] sizes = new int[BATCH];

  /** Sizes as buffers have them: mostly small, some of a few KiB. Seeded. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    for (int i = 0; i < BATCH; i++) {
      order[i] = i;
      sizes[i] = 1 << random.nextInt(13);
    }
    for (int i = BATCH - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  @Benchmark
  public void pairTinyAlloc() {
    TinyAlloc.free(TinyAlloc.malloc(64));
  }

  @Benchmark
  public void pairUnsafe() {
    UNSAFE.freeMemory(UNSAFE.allocateMemory(64));
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void batchInOrderTinyAlloc() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = TinyAlloc.malloc(64);
    }
    for (int i = 0; i < BATCH; i++) {
      TinyAlloc.free(blocks[i]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void batchInOrderUnsafe() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = UNSAFE.allocateMemory(64);
    }
    for (int i = 0; i < BATCH; i++) {
      UNSAFE.freeMemory(blocks[i]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void batchShuffledTinyAlloc() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = TinyAlloc.malloc(64);
    }
    for (int i = 0; i < BATCH; i++) {
      TinyAlloc.free(blocks[order[i]]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void batchShuffledUnsafe() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = UNSAFE.allocateMemory(64);
    }
    for (int i = 0; i < BATCH; i++) {
      UNSAFE.freeMemory(blocks[order[i]]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void mixedTinyAlloc() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = TinyAlloc.malloc(sizes[i]);
    }
    for (int i = 0; i < BATCH; i++) {
      TinyAlloc.free(blocks[order[i]]);
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void mixedUnsafe() {
    for (int i = 0; i < BATCH; i++) {
      blocks[i] = UNSAFE.allocateMemory(sizes[i]);
    }
    for (int i = 0; i < BATCH; i++) {
      UNSAFE.freeMemory(blocks[order[i]]);
    }
  }
}
