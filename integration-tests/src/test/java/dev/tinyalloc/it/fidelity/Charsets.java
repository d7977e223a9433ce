package dev.tinyalloc.it.fidelity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Text from and to direct buffers. */
final class Charsets {

  private static final String TEXT = "plain, \u00e4\u00f6\u00fc, \u20ac, \ud83d\ude00 and more";

  private Charsets() {}

  static void addTo(Checks checks) {
    checks
        .add("UTF-8", () -> roundTrip(UTF_8))
        .add("UTF-16", () -> roundTrip(UTF_16LE))
        .add("ISO 8859-1", () -> roundTrip(ISO_8859_1))
        .add("ASCII of much", () -> roundTrip(US_ASCII, "text ".repeat(5_000)))
        .add("overflow", Charsets::overflow)
        .add("malformed", Charsets::malformed)
        .add("chars in a direct buffer", Charsets::directChars)
        .add("zeroes", () -> UTF_8.decode(ByteBuffer.allocateDirect(9)).toString().trim().length());
  }

  private static String roundTrip(Charset charset) {
    return roundTrip(charset, TEXT);
  }

  private static String roundTrip(Charset charset, String text) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(text.length() * 4);
    Object result = charset.newEncoder().encode(CharBuffer.wrap(text), buffer, true);
    int hash = buffer.flip().hashCode();
    return Outcome.of(result, buffer, hash, charset.decode(buffer.asReadOnlyBuffer()).hashCode());
  }

  private static String overflow() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(10);
    CharBuffer text = CharBuffer.wrap(TEXT);
    return Outcome.of(UTF_8.newEncoder().encode(text, buffer, true), buffer, text.position());
  }

  private static String malformed() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4).put(0, new byte[] {'a', (byte) 0xC3, 'b'});
    return Outcome.failure(() -> decode(buffer));
  }

  private static Object decode(ByteBuffer buffer) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(buffer);
  }

  private static String directChars() {
    CharBuffer chars = ByteBuffer.allocateDirect(200).asCharBuffer();
    ByteBuffer source = ByteBuffer.allocateDirect(100).put(TEXT.getBytes(UTF_8)).flip();
    Object result = UTF_8.newDecoder().decode(source, chars, true);
    return Outcome.of(result, source, chars.flip());
  }
}
