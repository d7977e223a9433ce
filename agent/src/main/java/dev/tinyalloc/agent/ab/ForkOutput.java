package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps what a fork prints: all of it, or its first and its last part if it is much. Reads on to
 * the end in any case, so that nobody waits.
 */
final class ForkOutput extends Thread {

  /** Kept of the beginning, and of the end, in bytes. */
  static final int PART_BYTES = 8 << 20;

  private static final int PIECE_BYTES = 64 << 10;

  /** Whatever a fork leaves behind may hold its output open. */
  private static final long PATIENCE_MILLIS = 1_000;

  private final InputStream from;
  private final Path file;
  private final byte[] piece = new byte[PIECE_BYTES];

  /** The last part; null while there is room in the first. Written round and round. */
  private byte[] last = new byte[0];

  private long count;

  private ForkOutput(InputStream from, Path file) {
    super("tinyalloc-ab-output");
    this.from = from;
    this.file = file;
    setDaemon(true);
  }

  static ForkOutput keep(InputStream from, Path file) {
    ForkOutput output = new ForkOutput(from, file);
    output.start();
    return output;
  }

  /** Waits until everything is in the file. */
  void end() throws IOException {
    try {
      join(PATIENCE_MILLIS);
      if (isAlive()) {
        from.close();
        join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was kept. */
  String text() throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Override
  public void run() {
    try (OutputStream to = Files.newOutputStream(file)) {
      try {
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
          take(length, to);
        }
      } finally {
        writeLast(to);
      }
    } catch (IOException e) {
      // Closed by us, or the disk is full: what is there is kept.
      drain();
    }
  }

  private void drain() {
    try {
      long unused = from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      return;
    }
  }

  private void take(int length, OutputStream to) throws IOException {
    int first = (int) Math.min(length, Math.max(0, PART_BYTES - count));
    to.write(piece, 0, first);
    count += first;
    if (first < length && last.length == 0) {
      last = new byte[PART_BYTES];
    }
    for (int i = first; i < length; i++) {
      last[(int) ((count - PART_BYTES) % PART_BYTES)] = piece[i];
      count++;
    }
  }

  private void writeLast(OutputStream to) throws IOException {
    long behind = count - PART_BYTES;
    if (behind <= 0) {
      return;
    }
    int start = behind > PART_BYTES ? (int) (behind % PART_BYTES) : 0;
    if (behind > PART_BYTES) {
      String gap = "\n[" + (behind - PART_BYTES) + " bytes left out]\n";
      to.write(gap.getBytes(StandardCharsets.UTF_8));
      to.write(last, start, PART_BYTES - start);
    }
    to.write(last, 0, behind > PART_BYTES ? start : (int) behind);
  }
}
