package dev.tinyalloc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import jdk.internal.misc.Unsafe;

/**
 * The pair of {@link BufferBenchmark} in processes that take turns of some 20 ms: where neighbours
 * halve and double the machine's speed within seconds, all arms get the same of it. Run from the
 * project's root:
 *
 * <pre>
 * java -cp integration-tests/benchmarks/target/benchmarks.jar dev.tinyalloc.bench.Turns FORKS ARM...
 * </pre>
 *
 * <p>An arm is the options of its JVM, or {@code ""}. Each line is of one fork of all arms: the
 * median of the first one's times, and for each the median, over the rounds, of its time as a
 * multiple of the first one's in the same round.
 *
 * <p>With {@code -Draw=true} an arm, which must have the agent, calls the hook itself with the id
 * of a site, and runs the buffer's cleaner: what is left when there is neither a call site nor the
 * JDK's checks of a cleaner.
 */
public final class Turns {

  private static final int WARM_UP = 10_000_000;
  private static final int PAIRS = 300_000;
  private static final int ROUNDS = 100;

  private final Process process;
  private final BufferedReader times;
  private final OutputStream turns;

  private Turns(String options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of(Exports.JDK_INTERNALS, Exports.BUFFERS, Exports.CLEANERS));
    Arrays.stream(options.split(" ", -1)).filter(each -> !each.isEmpty()).forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Turns.class.getName()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    times = process.inputReader(US_ASCII);
    turns = process.getOutputStream();
  }

  /** Runs with the arguments {@code FORKS ARM...}; without any it is one of the arms. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      takeTurns();
      return;
    }
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      System.out.println(compare(arguments));
    }
  }

  private static void takeTurns() throws IOException {
    boolean raw = Boolean.getBoolean("raw");
    make(raw, WARM_UP);
    System.out.println("ready");
    while (System.in.read() >= 0) {
      long start = System.nanoTime();
      make(raw, PAIRS);
      System.out.println((double) (System.nanoTime() - start) / PAIRS);
    }
  }

  private static void make(boolean raw, int count) {
    if (raw) {
      RawPairs.make(count);
    } else {
      Pairs.make(count);
    }
  }

  /** Apart, since only the arms are given the JDK's internals. */
  private static final class Pairs {

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    static void make(int count) {
      for (int i = 0; i < count; i++) {
        UNSAFE.invokeCleaner(ByteBuffer.allocateDirect(64));
      }
    }
  }

  /** The agent's classes are in the boot loader, which knows them once there was a buffer. */
  private static final class RawPairs {

    private static final int SITE;
    private static final MethodHandle HOOK;
    private static final MethodHandle CLEAN;

    static {
      Pairs.make(1);
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        SITE = (int) of("dev.tinyalloc.boot.site.Sites").getMethod("count").invoke(null);
        MethodType allocation = MethodType.methodType(ByteBuffer.class, int.class, int.class);
        Class<?> hook = of("dev.tinyalloc.boot.hook.BufferHook");
        HOOK = lookup.findStatic(hook, "allocateDirect", allocation);
        MethodHandle cleaner = lookup.unreflect(of("sun.nio.ch.DirectBuffer").getMethod("cleaner"));
        MethodHandle clean = lookup.unreflect(cleaner.type().returnType().getMethod("clean"));
        CLEAN =
            MethodHandles.filterReturnValue(cleaner, clean)
                .asType(MethodType.methodType(void.class, ByteBuffer.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the agent is not there, or another one", e);
      }
    }

    private static Class<?> of(String name) throws ClassNotFoundException {
      return Class.forName(name, true, null);
    }

    static void make(int count) {
      try {
        for (int i = 0; i < count; i++) {
          CLEAN.invokeExact((ByteBuffer) HOOK.invokeExact(64, SITE));
        }
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String compare(String[] arguments) throws IOException {
    List<Turns> arms = new ArrayList<>();
    try {
      for (int i = 1; i < arguments.length; i++) {
        Turns arm = new Turns(arguments[i]);
        arms.add(arm);
        String unused = arm.line();
      }
      return ratios(arms);
    } finally {
      arms.forEach(arm -> arm.process.destroyForcibly());
    }
  }

  private static String ratios(List<Turns> arms) throws IOException {
    double[][] ratios = new double[arms.size()][ROUNDS];
    double[] firsts = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double first = 0;
      for (int arm = 0; arm < ratios.length; arm++) {
        double time = arms.get(arm).turn();
        first = arm == 0 ? time : first;
        ratios[arm][round] = time / first;
      }
      firsts[round] = first;
    }
    Arrays.sort(firsts);
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%5.1f ns:", firsts[ROUNDS / 2]));
    for (double[] ofArm : ratios) {
      Arrays.sort(ofArm);
      line.append(String.format(Locale.ROOT, "%6.2f", ofArm[ROUNDS / 2]));
    }
    return line.toString();
  }

  private double turn() throws IOException {
    turns.write('\n');
    turns.flush();
    return Double.parseDouble(line());
  }

  private String line() throws IOException {
    String line = times.readLine();
    if (line == null) {
      throw new IOException(process.info() + " has ended");
    }
    return line;
  }
}
