package dev.tinyalloc.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes direct buffers of one size and drops them, for so many seconds; the collector has to find
 * them. Prints nanoseconds per buffer, the first third of the time left out, and the process's peak
 * resident size in MiB. {@code integration-tests/dropped.sh} runs it without and with the agent.
 */
public final class DroppedBuffers {

  private static final int STEP = 256;
  private static final double WARM_UP = 1.0 / 3;

  /** Keeps the compiler from leaving buffers out. */
  static volatile @Nullable ByteBuffer last;

  private DroppedBuffers() {}

  /** Runs with the arguments {@code BYTES SECONDS}. */
  public static void main(String[] arguments) throws IOException {
    int bytes = Integer.parseInt(arguments[0]);
    double nanos = Double.parseDouble(arguments[1]) * 1e9;
    drop(bytes, nanos * WARM_UP);
    double each = drop(bytes, nanos * (1 - WARM_UP));
    System.out.printf("%.0f %d%n", each, peakKib() >> 10);
  }

  /** Nanoseconds per buffer, over about so many of them. */
  private static double drop(int bytes, double nanos) {
    long start = System.nanoTime();
    long buffers = 0;
    long now = start;
    while (now - start < nanos) {
      for (int i = 0; i < STEP; i++) {
        last = ByteBuffer.allocateDirect(bytes);
      }
      buffers += STEP;
      now = System.nanoTime();
    }
    return (double) (now - start) / buffers;
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
