package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The most memory that a process had resident, read again and again while it lives: afterwards
 * nobody knows. What it takes in its last 20 ms may be missed, in all arms alike.
 */
final class PeakRss extends Thread {

  private static final long PACE_MILLIS = 20;
  private static final String KEY = "VmHWM:";

  private final Path status;
  private volatile long bytes;

  private PeakRss(long pid) {
    super("tinyalloc-ab-rss");
    status = Path.of("/proc/" + pid + "/status");
    setDaemon(true);
  }

  static PeakRss of(long pid) {
    PeakRss peak = new PeakRss(pid);
    peak.start();
    return peak;
  }

  /** In bytes; 0 where the system does not say. */
  long bytes() {
    interrupt();
    return bytes;
  }

  @Override
  public void run() {
    try {
      while (!isInterrupted()) {
        read();
        Thread.sleep(PACE_MILLIS);
      }
    } catch (IOException | RuntimeException | InterruptedException ended) {
      // There is no such process any more.
      return;
    }
  }

  private void read() throws IOException {
    String text = Files.readString(status, StandardCharsets.ISO_8859_1);
    int from = text.indexOf(KEY);
    if (from >= 0) {
      String line = text.substring(from + KEY.length(), text.indexOf('\n', from));
      bytes = Math.max(bytes, Long.parseLong(line.replaceAll("\\D", "")) << 10);
    }
  }
}
