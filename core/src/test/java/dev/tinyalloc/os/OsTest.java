package dev.tinyalloc.os;

import static org.assertj.core.api.Assertions.fail;

import dev.tinyalloc.TinyAlloc;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OsTest {

  private static final int AROUND = 64;

  @Test
  void shouldZeroExactlyWhatItIsAskedFor() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int bytes = 8 * (1 + random.nextInt(i % 2 == 0 ? 64 : 20_000));
      assertZeroesExactly(bytes, false);
      assertZeroesExactly(bytes, true);
    }
    assertZeroesExactly(Os.COLD_BYTES - 8, true);
    assertZeroesExactly(Os.COLD_BYTES, true);
  }

  private static void assertZeroesExactly(int bytes, boolean cold) {
    long block = TinyAlloc.malloc(bytes + 2 * AROUND);
    Os.CURRENT.fill(block, bytes + 2 * AROUND, (byte) 7);
    if (cold) {
      Os.CURRENT.zeroCold(block + AROUND, bytes);
    } else {
      Os.CURRENT.zero(block + AROUND, bytes);
    }
    for (int at = 0; at < bytes + 2 * AROUND; at++) {
      boolean inside = at >= AROUND && at < AROUND + bytes;
      if (Os.CURRENT.getByte(block + at) != (inside ? 0 : 7)) {
        fail("%d bytes, cold %s: wrong at %d", bytes, cold, at - AROUND);
      }
    }
    TinyAlloc.free(block);
  }
}
