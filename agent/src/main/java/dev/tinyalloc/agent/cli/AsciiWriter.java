package dev.tinyalloc.agent.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Takes JSON and writes it in ASCII: whatever the locale makes of other characters on stdout, a
 * program reads what was meant. Outside of its strings JSON has no other characters.
 */
final class AsciiWriter extends FilterWriter {

  private static final int FIRST_OTHER = 0x80;

  AsciiWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int letter) throws IOException {
    if (letter < FIRST_OTHER) {
      out.write(letter);
    } else {
      out.write("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.write(Character.forDigit(letter >>> shift & 0xF, 16));
      }
    }
  }

  @Override
  public void write(char[] letters, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(letters[i]);
    }
  }

  @Override
  public void write(String letters, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(letters.charAt(i));
    }
  }
}
