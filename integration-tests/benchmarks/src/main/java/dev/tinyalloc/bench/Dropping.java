package dev.tinyalloc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects over native memory and drops them, for so many seconds; the collector has to find
 * them. Prints nanoseconds per object, the first third of the time left out, and the process's peak
 * resident size in MiB.
 */
final class Dropping {

  private static final int STEP = 256;
  private static final double WARM_UP = 1.0 / 3;

  /** Keeps the compiler from leaving objects out. */
  static volatile @Nullable Object last;

  private Dropping() {}

  /** Runs with the arguments {@code BYTES SECONDS}; {@code maker} takes the bytes. */
  static void run(String[] arguments, IntFunction<Object> maker) throws IOException {
    int bytes = Integer.parseInt(arguments[0]);
    double nanos = Double.parseDouble(arguments[1]) * 1e9;
    drop(maker, bytes, nanos * WARM_UP);
    double each = drop(maker, bytes, nanos * (1 - WARM_UP));
    System.out.printf("%.0f %d%n", each, peakKib() >> 10);
  }

  /** Nanoseconds per object, over about so many of them. */
  private static double drop(IntFunction<Object> maker, int bytes, double nanos) {
    long start = System.nanoTime();
    long objects = 0;
    long now = start;
    while (now - start < nanos) {
      for (int i = 0; i < STEP; i++) {
        last = maker.apply(bytes);
      }
      objects += STEP;
      now = System.nanoTime();
    }
    return (double) (now - start) / objects;
  }

  private static long peakKib() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
    for (String line : lines) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmHWM; this needs Linux");
  }
}
