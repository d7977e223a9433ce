package dev.tinyalloc.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import jdk.internal.misc.Unsafe;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A direct buffer of 64 bytes, freed by hand at once: a program without the agent, and the same
 * program with it, statistics on. Run from the project's root, where the agent's jar is built; for
 * several threads add {@code -t 2}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BufferBenchmark {

  private static final String AGENT = "-javaagent:agent/target/tinyalloc-agent.jar=report=none";
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = Exports.JDK_INTERNALS)
  public void pairJdk() {
    pair();
  }

  @Benchmark
  @Fork(
      value = 3,
      jvmArgsAppend = {Exports.JDK_INTERNALS, AGENT})
  public void pairTinyAlloc() {
    pair();
  }

  @Benchmark
  @Fork(
      value = 3,
      jvmArgsAppend = {Exports.JDK_INTERNALS, AGENT + ",mode=observe"})
  public void pairObserved() {
    pair();
  }

  private static void pair() {
    UNSAFE.invokeCleaner(ByteBuffer.allocateDirect(64));
  }
}
