package dev.tinyalloc.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;

/** A request, and the body that the answer must have. */
final class Exchange {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpRequest request;
  private final int sentBytes;
  private final byte[] expected;

  private Exchange(HttpRequest request, int sentBytes, byte[] expected) {
    this.request = request;
    this.sentBytes = sentBytes;
    this.expected = expected;
  }

  /** Returns the exchange with a number: its kind, lengths and bytes follow from the number. */
  static Exchange of(URI server, int number) {
    return switch (number % 3) {
      case 0 -> echo(server, Payload.of(number));
      case 1 -> sum(server, Payload.of(number));
      default -> document(server, Math.floorMod(number * 0x9E3779B9, DocumentCache.DOCUMENTS));
    };
  }

  private static Exchange echo(URI server, byte[] body) {
    return post(server, "/echo", body, body);
  }

  private static Exchange sum(URI server, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return post(server, "/sum", body, Long.toHexString(crc.getValue()).getBytes(US_ASCII));
  }

  private static Exchange document(URI server, int number) {
    HttpRequest request = request(server, "/document/" + number).GET().build();
    return new Exchange(request, 0, Payload.of(number));
  }

  private static Exchange post(URI server, String path, byte[] body, byte[] expected) {
    HttpRequest request = request(server, path).POST(BodyPublishers.ofByteArray(body)).build();
    return new Exchange(request, body.length, expected);
  }

  private static HttpRequest.Builder request(URI server, String path) {
    return HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
  }

  HttpRequest request() {
    return request;
  }

  int sentBytes() {
    return sentBytes;
  }

  /** Returns what is wrong with an answer, or an empty string. */
  String faultOf(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      return "status " + answer.statusCode();
    }
    int difference = Arrays.mismatch(expected, answer.body());
    return difference < 0
        ? ""
        : "%d bytes instead of %d, the first difference at byte %d"
            .formatted(answer.body().length, expected.length, difference);
  }
}
