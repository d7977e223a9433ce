package dev.tinyalloc.agent.control;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Sends an answer in pieces, each after its length, so that the reader can tell a whole one from
 * one that was cut off. To be ended by {@link #complete} or {@link #fail}; one thread.
 *
 * <pre>
 * answer = { length > 0, so many bytes }, COMPLETE | FAILED, message | MISUSED, message
 * </pre>
 */
final class AnswerOutput extends OutputStream {

  /** In place of a length: that was all. */
  static final int COMPLETE = 0;

  /** In place of a length: a message follows, and what came before is worth nothing. */
  static final int FAILED = -1;

  /** The same, where it is what was typed that makes no sense. */
  static final int MISUSED = -2;

  private static final int PIECE_BYTES = 32 << 10;

  /** {@link DataOutputStream#writeUTF} takes no more than 64 KiB. */
  private static final int MAX_MESSAGE = 8_000;

  private final DataOutputStream out;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int filled;

  AnswerOutput(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  @Override
  public void write(int value) throws IOException {
    piece[filled++] = (byte) value;
    sendFull();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, piece.length - filled);
      System.arraycopy(bytes, offset + done, piece, filled, part);
      filled += part;
      done += part;
      sendFull();
    }
  }

  private void sendFull() throws IOException {
    if (filled == piece.length) {
      flush();
    }
  }

  /** Sends what there is. */
  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      out.writeInt(filled);
      out.write(piece, 0, filled);
      out.flush();
      filled = 0;
    }
  }

  /** Says that this was the whole answer. */
  void complete() throws IOException {
    flush();
    out.writeInt(COMPLETE);
    out.flush();
  }

  /** Says that there is no answer, and why. */
  void fail(int how, String message) throws IOException {
    filled = 0;
    out.writeInt(how);
    out.writeUTF(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message);
    out.flush();
  }
}
