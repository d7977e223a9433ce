package dev.tinyalloc.it.programs;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Is run again and again: allocates, and then behaves as the first argument says. With {@code
 * -Dfails} it fails instead, with {@code -Ddelay=MILLIS} it takes longer.
 */
public final class Subject {

  private static final int BUFFERS = 2_000;

  private Subject() {}

  public static void main(String[] arguments) throws Exception {
    long sum = 0;
    for (int i = 0; i < BUFFERS; i++) {
      sum += ByteBuffer.allocateDirect(64 + i).capacity();
    }
    long delay = Long.getLong("delay", 0);
    Thread.sleep(delay);
    if (Boolean.getBoolean("fails")) {
      System.err.println("something is wrong");
      System.exit(3);
    }
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "prints" -> System.out.printf("delay %d\n1 bytes\n%,d bytes\n", delay, sum);
      case "floods" -> flood(200 << 20);
      case "hangs" -> hang();
      case "halts" -> Runtime.getRuntime().halt(0);
      case "waits" -> TimeUnit.HOURS.sleep(1);
      default -> {}
    }
  }

  private static void flood(int bytes) throws IOException {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) '.');
    piece[piece.length - 1] = '\n';
    OutputStream out = new BufferedOutputStream(System.out);
    for (int i = 0; i < bytes / piece.length; i++) {
      out.write(piece);
    }
    out.write("42 at last\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** With a child that hangs as well, and holds the output open. */
  private static void hang() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String path = System.getProperty("java.class.path");
    Process child =
        new ProcessBuilder(java.toString(), "-cp", path, Subject.class.getName(), "waits")
            .inheritIO()
            .start();
    System.out.println("child " + child.pid());
    TimeUnit.HOURS.sleep(1);
  }
}
