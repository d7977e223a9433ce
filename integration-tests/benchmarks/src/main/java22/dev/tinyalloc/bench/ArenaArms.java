package dev.tinyalloc.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One operation in a program without the agent, in the same program with it, statistics on, and in
 * one that is only observed. Run from the project's root, where the agent's jar is built.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class ArenaArms {

  private static final String AGENT = "-javaagent:agent/target/tinyalloc-agent.jar=report=none";

  /** What is measured. */
  abstract void operation();

  @Benchmark
  @Fork(3)
  public void jdk() {
    operation();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = AGENT)
  public void tinyAlloc() {
    operation();
  }

  @Benchmark
  @Fork(value = 3, jvmArgsAppend = AGENT + ",mode=observe")
  public void observed() {
    operation();
  }
}
