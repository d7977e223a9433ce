package dev.tinyalloc.bench;

import dev.tinyalloc.TinyAlloc;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import jdk.internal.misc.Unsafe;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * One thread allocates 64-byte blocks, another frees them; a ring of slots lies between. Reported
 * is the time per block of each side; the slower side sets the pace of both.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgsAppend = {Exports.JDK_INTERNALS, Exports.JDK_ACCESS, Exports.NIO, Exports.NIO_CHANNELS})
public class RemoteFreeBenchmark {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Slots are 0 when empty; each side keeps its own position. */
  @State(Scope.Group)
  public static class Ring {
    private static final int SLOTS = 1 << 12;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

    /** False when the benchmark is over. */
    boolean put(long position, long block, Control control) {
      int slot = (int) position & (SLOTS - 1);
      while (slots.getAcquire(slot) != 0) {
        if (control.stopMeasurement) {
          return false;
        }
        Thread.onSpinWait();
      }
      slots.setRelease(slot, block);
      return true;
    }

    /** 0 when the benchmark is over. */
    long take(long position, Control control) {
      int slot = (int) position & (SLOTS - 1);
      long block = slots.getAcquire(slot);
      while (block == 0) {
        if (control.stopMeasurement) {
          return 0;
        }
        Thread.onSpinWait();
        block = slots.getAcquire(slot);
      }
      slots.setRelease(slot, 0);
      return block;
    }
  }

  /** Where one side stands in the ring. */
  @State(Scope.Thread)
  public static class Position {
    long next;
  }

  @Benchmark
  @Group("remoteTinyAlloc")
  @GroupThreads(1)
  public void allocTinyAlloc(Ring ring, Position position, Control control) {
    long block = TinyAlloc.malloc(64);
    if (ring.put(position.next, block, control)) {
      position.next++;
    } else {
      TinyAlloc.free(block);
    }
  }

  @Benchmark
  @Group("remoteTinyAlloc")
  @GroupThreads(1)
  public void freeTinyAlloc(Ring ring, Position position, Control control) {
    long block = ring.take(position.next, control);
    if (block != 0) {
      position.next++;
      TinyAlloc.free(block);
    }
  }

  @Benchmark
  @Group("remoteUnsafe")
  @GroupThreads(1)
  public void allocUnsafe(Ring ring, Position position, Control control) {
    long block = UNSAFE.allocateMemory(64);
    if (ring.put(position.next, block, control)) {
      position.next++;
    } else {
      UNSAFE.freeMemory(block);
    }
  }

  @Benchmark
  @Group("remoteUnsafe")
  @GroupThreads(1)
  public void freeUnsafe(Ring ring, Position position, Control control) {
    long block = ring.take(position.next, control);
    if (block != 0) {
      position.next++;
      UNSAFE.freeMemory(block);
    }
  }
}
