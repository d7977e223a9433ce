package dev.tinyalloc.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CarrierSlotsTest {

  private static final class Seat extends CarrierSlots.Tenant {}

  private final CarrierSlots<Seat> slots =
      new CarrierSlots<>() {
        @Override
        protected Seat create() {
          return new Seat();
        }
      };

  @Test
  void shouldGiveEachThreadItsOwnAndAlwaysTheSame() throws Exception {
    Set<Seat> seats = ConcurrentHashMap.newKeySet();
    CountDownLatch together = new CountDownLatch(8);
    Thread[] threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                Seat mine = slots.current();
                seats.add(mine);
                together.countDown();
                try {
                  together.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                assertThat(slots.current()).isSameAs(mine);
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seats).hasSize(8);
  }

  @Test
  void shouldReuseTheSeatsOfDeadThreads() throws Exception {
    for (int i = 0; i < 500; i++) {
      Thread thread = new Thread(slots::current);
      thread.start();
      thread.join();
    }
    assertThat(slots.all()).hasSize(1);
  }
}
