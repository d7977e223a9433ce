package dev.tinyalloc.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final AnswerOutput out = new AnswerOutput(wire);

  @Test
  void shouldArriveAsItWasSentHoweverItIsCut() throws IOException {
    byte[] sent = new byte[200_000];
    new Random(1).nextBytes(sent);
    int at = 0;
    for (int length = 0; at < sent.length; length = 7 * length + 1) {
      int part = Math.min(length, sent.length - at);
      out.write(sent, at, part);
      at += part;
    }
    out.write(42);
    out.complete();
    byte[] arrived = answer(wire.toByteArray()).readAllBytes();
    assertThat(Arrays.copyOf(arrived, sent.length)).isEqualTo(sent);
    assertThat(arrived).hasSize(sent.length + 1).endsWith(42);
  }

  @Test
  void shouldBeNoAnswerWhereItWasCutOff() throws IOException {
    out.write(new byte[100]);
    out.complete();
    byte[] whole = wire.toByteArray();
    for (int length = 0; length < whole.length; length++) {
      AnswerInput cut = answer(Arrays.copyOf(whole, length));
      assertThatThrownBy(cut::readAllBytes).as("%s bytes", length).isInstanceOf(EOFException.class);
    }
    assertThat(answer(whole).readAllBytes()).hasSize(100);
  }

  @Test
  void shouldSayWhyThereIsNone() throws IOException {
    out.write(new byte[100]);
    out.fail(AnswerOutput.MISUSED, "no such site");
    assertThatThrownBy(() -> answer(wire.toByteArray()).readAllBytes())
        .isInstanceOfSatisfying(
            CommandRefused.class,
            refused -> {
              assertThat(refused).hasMessage("no such site");
              assertThat(refused.isMisused()).isTrue();
            });
  }

  @Test
  void shouldReadARequestAsItWasWritten() throws IOException {
    Request request = new Request("1.0", "report", Map.of("format", "jfr", "ü", ""));
    request.write(wire);
    assertThat(Request.read(new ByteArrayInputStream(wire.toByteArray()))).isEqualTo(request);
  }

  private static AnswerInput answer(byte[] bytes) {
    return new AnswerInput(new ByteArrayInputStream(bytes));
  }
}
