package dev.tinyalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.os.CarrierSlots;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnerGateTest {

  private static final class Room extends OwnerGate {}

  private final CarrierSlots<Room> rooms =
      new CarrierSlots<>() {
        @Override
        protected Room create() {
          return new Room();
        }
      };

  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void endOwners() {
    end.countDown();
  }

  @Test
  void shouldKeepASecondVisitorOut() {
    Room room = rooms.current();
    assertThat(room.tryShut(rooms)).isTrue();
    assertThat(room.tryShut(rooms)).isFalse();
    room.open();
    assertThat(room.tryShut(rooms)).isTrue();
    room.open();
  }

  @Test
  void shouldNotLetTheVisitorInWhileTheOwnerIsInside() {
    Room room = rooms.current();
    room.enter();
    assertThat(room.tryShut(rooms)).isFalse();
    room.exit();
    assertThat(room.tryShut(rooms)).isTrue();
    room.open();
  }

  @Test
  void shouldKeepItsMeaningWhenAnOwnerDiedInside() {
    Room room = rooms.current();
    room.enter();
    room.enter();
    assertThat(room.tryShut(rooms)).as("the owner is inside").isFalse();
    room.exit();
    assertThat(room.tryShut(rooms)).isTrue();
    room.open();
  }

  @Test
  void shouldLeaveTheGateOpenWhenTheOwnerCannotBeStopped() throws Exception {
    CountDownLatch settled = new CountDownLatch(1);
    Room[] room = new Room[1];
    Thread odd =
        new Thread(
            () -> {
              room[0] = rooms.current();
              settled.countDown();
              await(end);
            }) {
          @Override
          public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[0];
          }
        };
    odd.setDaemon(true);
    odd.start();
    await(settled);
    assertThat(room[0].tryShut(rooms)).as("its stack trace is no handshake").isFalse();
    room[0].enter();
    room[0].exit();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
