package dev.tinyalloc.samples;

import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A service of ten steps, each with direct buffers of its own line, one of which forgets one buffer
 * in a hundred. The others hold theirs for a while, more of them at times, and free them.
 *
 * <p>{@code LeakingService SECONDS [REQUESTS-A-SECOND [SEED]]}: 200 requests a second unless told
 * otherwise. Prints the line that leaks, and what it has forgotten. Exit status: 2 wrong usage.
 */
public final class LeakingService {

  private static final int STEPS = 10;

  private static final int LEAKY = 6;

  /** One of so many is forgotten. */
  private static final int FORGOTTEN = 100;

  /** How many buffers a step holds, about; it changes with the load. */
  private static final int HELD = 60;

  private final Random random;
  private final List<ArrayDeque<ByteBuffer>> held = new ArrayList<>();
  private final List<ByteBuffer> forgotten = new ArrayList<>();
  private int load = HELD;

  private LeakingService(long seed) {
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      held.add(new ArrayDeque<>());
    }
  }

  /** Runs; see the class comment. */
  public static void main(String[] args) {
    if (args.length < 1 || args.length > 3) {
      System.err.println("usage: LeakingService SECONDS [REQUESTS-A-SECOND [SEED]]");
      System.exit(2);
    }
    int seconds = Integer.parseInt(args[0]);
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : 200;
    LeakingService service = new LeakingService(args.length > 2 ? Long.parseLong(args[2]) : 1);
    service.serve(seconds, rate);
    System.out.println("step" + LEAKY + " has forgotten " + service.forgotten.size());
  }

  private void serve(int seconds, int rate) {
    long start = System.nanoTime();
    long requests = (long) seconds * rate;
    for (long request = 0; request < requests; request++) {
      long due = start + request * 1_000_000_000 / rate;
      while (System.nanoTime() - due < 0) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      load = Math.max(1, Math.min(2 * HELD, load + random.nextInt(3) - 1 + (HELD - load) / 4));
      for (int step = 0; step < STEPS; step++) {
        take(step);
      }
    }
  }

  private void take(int step) {
    ByteBuffer buffer = allocate(step, 1_000 + random.nextInt(8_000));
    if (step == LEAKY && random.nextInt(FORGOTTEN) == 0) {
      forgotten.add(buffer);
    } else {
      held.get(step).add(buffer);
    }
    while (held.get(step).size() > load) {
      PlatformDependent.freeDirectBuffer(held.get(step).remove());
    }
  }

  private static ByteBuffer allocate(int step, int bytes) {
    return switch (step) {
      case 0 -> step0(bytes);
      case 1 -> step1(bytes);
      case 2 -> step2(bytes);
      case 3 -> step3(bytes);
      case 4 -> step4(bytes);
      case 5 -> step5(bytes);
      case LEAKY -> step6(bytes);
      case 7 -> step7(bytes);
      case 8 -> step8(bytes);
      default -> step9(bytes);
    };
  }

  private static ByteBuffer step0(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer step1(int bytes) {
    return ByteBuffer.allocateDirect(2 * bytes);
  }

  private static ByteBuffer step2(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer step3(int bytes) {
    return ByteBuffer.allocateDirect(bytes / 10);
  }

  private static ByteBuffer step4(int bytes) {
    return ByteBuffer.allocateDirect(8 * bytes);
  }

  private static ByteBuffer step5(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer step6(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer step7(int bytes) {
    return ByteBuffer.allocateDirect(4 * bytes);
  }

  private static ByteBuffer step8(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer step9(int bytes) {
    return ByteBuffer.allocateDirect(bytes / 2);
  }
}
