package dev.tinyalloc.agent.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** Text in UTF-8 in gzip in base64: letters, digits, {@code +}, {@code /} and {@code =} only. */
final class PackedText {

  private PackedText() {}

  /** Writes {@code content}, packed, as it comes; leaves {@code out} open. */
  static void write(ReportFile.Content content, Writer out) throws IOException {
    try (OutputStream letters = Base64.getEncoder().wrap(new Letters(out));
        OutputStream packed = new GZIPOutputStream(letters);
        Writer text = new BufferedWriter(new OutputStreamWriter(packed, UTF_8))) {
      content.writeTo(text);
    }
  }

  /** Bytes that are ASCII, written as characters. */
  private static final class Letters extends OutputStream {

    private final Writer out;

    Letters(Writer out) {
      this.out = out;
    }

    @Override
    public void write(int letter) throws IOException {
      out.write(letter);
    }

    @Override
    public void write(byte[] letters, int from, int length) throws IOException {
      out.write(new String(letters, from, length, ISO_8859_1));
    }
  }
}
