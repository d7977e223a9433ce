package dev.tinyalloc.agent.control;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads an answer. Its end is seen only where the whole answer has come; one that was cut off is an
 * {@link EOFException}, one that failed a {@link CommandRefused}. One thread.
 */
public final class AnswerInput extends InputStream {

  private final DataInputStream in;
  private int left;
  private boolean complete;

  /** Over what {@link ControlServer} sends; closing this closes {@code in}. */
  public AnswerInput(InputStream in) {
    this.in = new DataInputStream(in);
  }

  @Override
  public int read() throws IOException {
    if (!hasMore()) {
      return -1;
    }
    left--;
    return in.readUnsignedByte();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0 || !hasMore()) {
      return length == 0 ? 0 : -1;
    }
    int read = in.read(bytes, offset, Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the answer ended in the middle");
    }
    left -= read;
    return read;
  }

  private boolean hasMore() throws IOException {
    if (left == 0 && !complete) {
      int length = in.readInt();
      if (length == AnswerOutput.FAILED || length == AnswerOutput.MISUSED) {
        throw new CommandRefused(in.readUTF(), length == AnswerOutput.MISUSED);
      }
      complete = length == AnswerOutput.COMPLETE;
      left = length;
    }
    return !complete;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
