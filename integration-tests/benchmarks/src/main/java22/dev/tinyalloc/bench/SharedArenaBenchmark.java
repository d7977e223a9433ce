package dev.tinyalloc.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A shared arena is opened, four threads allocate in it at once, and it is closed, which the JDK
 * makes known to all threads. Figures are per arena. The threads are woken once for ten arenas.
 */
public class SharedArenaBenchmark {

  private static final int THREADS = 4;
  private static final int BYTES = 64;
  private static final int ARENAS = 10;

  /** An operation that four threads have a part in. */
  @State(Scope.Benchmark)
  @OperationsPerInvocation(ARENAS)
  public abstract static class InParallel extends ArenaArms {

    private final int segments;
    private final Crew<Arena[]> crew = new Crew<>(THREADS, this::allocate);

    InParallel(int segmentsEach) {
      segments = segmentsEach;
    }

    private void allocate(Arena[] arenas) {
      for (Arena arena : arenas) {
        for (int i = 0; i < segments; i++) {
          arena.allocate(BYTES).set(JAVA_BYTE, 0, (byte) 1);
        }
      }
    }

    @Setup(Level.Trial)
    public void start() {
      crew.start();
    }

    @TearDown(Level.Trial)
    public void stop() throws InterruptedException {
      crew.stop();
    }

    @Override
    @SuppressWarnings("MustBeClosed")
    void operation() {
      Arena[] arenas = new Arena[ARENAS];
      for (int i = 0; i < ARENAS; i++) {
        arenas[i] = Arena.ofShared();
      }
      crew.work(arenas);
      for (Arena arena : arenas) {
        arena.close();
      }
    }
  }

  /** No segment: opening, a tenth of waking the threads, and closing, which costs the most. */
  public static class Nothing extends InParallel {
    public Nothing() {
      super(0);
    }
  }

  /** 4 × 1000 × 64 B. */
  public static class FourThousand extends InParallel {
    public FourThousand() {
      super(1000);
    }
  }
}
