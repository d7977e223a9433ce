package dev.tinyalloc.it.fidelity;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the JDK's own counts say after each step. Nothing here is left to the collector. */
final class Accounting {

  private Accounting() {}

  static void addTo(Checks checks) {
    checks
        .add("at the start", Pool::now)
        .add("one", () -> step(1_000))
        .add("one of each size", () -> step(1, 2, 8, 16, 17, 100, 1_000, 4_096, 4_097, 65_536))
        .add("large", () -> step(131_072, 131_073, 1 << 20, 5_000_000))
        .add("empty", () -> step(0, 0, 1))
        .add("one byte, often", Accounting::bytes)
        .add("through the bean server", Accounting::beanServer)
        .add("views", Accounting::views)
        .add("a refused one", Accounting::refused)
        .add("step by step", Accounting::stepByStep)
        .add("in any order", Accounting::anyOrder)
        .add("threads", Accounting::threads)
        .add("dead threads", Accounting::deadThreads)
        .add("virtual threads", Accounting::virtualThreads)
        .add("reflection", Accounting::reflection)
        .add("method reference", Accounting::methodReference)
        .add("a hundred thousand", Accounting::many)
        .add("limit", Accounting::limit)
        .add("at the end", Pool::now);
  }

  /** The pool after buffers of these sizes were made, and after they were freed. */
  private static String step(int... sizes) {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int size : sizes) {
      buffers.add(ByteBuffer.allocateDirect(size));
    }
    return closed(before, buffers);
  }

  private static String closed(Pool before, List<ByteBuffer> buffers) {
    Pool full = Pool.now();
    buffers.forEach(Internals::free);
    return Outcome.of(full.since(before), Pool.now().since(before));
  }

  private static String bytes() {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      buffers.add(ByteBuffer.allocateDirect(1));
    }
    return closed(before, buffers);
  }

  private static String beanServer() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("java.nio:type=BufferPool,name=direct");
    ByteBuffer buffer = ByteBuffer.allocateDirect(5_000);
    String text = server.getAttributes(name, new String[] {"Count", "MemoryUsed"}).toString();
    Object capacity = server.getAttribute(name, "TotalCapacity");
    Internals.free(buffer);
    return Outcome.of(text, capacity, server.getAttribute(name, "Count"));
  }

  private static String views() {
    Pool before = Pool.now();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_000);
    ByteBuffer view = buffer.slice(3, 900).duplicate().asReadOnlyBuffer();
    Pool full = Pool.now();
    Internals.free(buffer);
    return Outcome.of(view, full.since(before), Pool.now().since(before));
  }

  private static String refused() {
    Pool before = Pool.now();
    String failure = Outcome.failure(() -> ByteBuffer.allocateDirect(-1));
    return Outcome.of(failure, Pool.now().since(before));
  }

  private static String stepByStep() {
    Pool before = Pool.now();
    List<Object> steps = new ArrayList<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      buffers.add(ByteBuffer.allocateDirect(1 << (2 * i)));
      steps.add(Pool.now().since(before));
    }
    for (ByteBuffer buffer : buffers) {
      Internals.free(buffer);
      steps.add(Pool.now().since(before));
    }
    return steps.toString();
  }

  /** The pool's figures after each step, in one number. */
  private static String anyOrder() {
    Random random = new Random(7);
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    long sum = 0;
    for (int i = 0; i < 4_000; i++) {
      if (buffers.isEmpty() || random.nextInt(5) < 3) {
        buffers.add(ByteBuffer.allocateDirect(random.nextInt(3_000)));
      } else {
        Internals.free(buffers.remove(random.nextInt(buffers.size())));
      }
      sum = 31 * sum + Pool.now().since(before).hashCode();
    }
    return sum + " " + closed(before, buffers);
  }

  private static String threads() throws InterruptedException {
    Pool before = Pool.now();
    ByteBuffer[] kept = new ByteBuffer[4];
    Threads.together(
        4,
        number -> {
          for (int i = 0; i < 1_000; i++) {
            Internals.free(ByteBuffer.allocateDirect(1 + i));
          }
          kept[number] = ByteBuffer.allocateDirect(100 * (1 + number));
        });
    return closed(before, List.of(kept));
  }

  private static String deadThreads() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int size = 500 * (1 + i);
      Threads.run(() -> buffers.add(ByteBuffer.allocateDirect(size)));
    }
    return closed(before, buffers);
  }

  private static String virtualThreads() throws InterruptedException {
    Pool before = Pool.now();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int size = 50 * (1 + i);
      Threads.runVirtually(() -> buffers.add(ByteBuffer.allocateDirect(size)));
    }
    return closed(before, buffers);
  }

  private static String reflection() throws ReflectiveOperationException {
    Pool before = Pool.now();
    Object made = ByteBuffer.class.getMethod("allocateDirect", int.class).invoke(null, 700);
    return closed(before, List.of((ByteBuffer) made));
  }

  private static String methodReference() {
    Pool before = Pool.now();
    List<ByteBuffer> made = List.of(10, 20, 30).stream().map(ByteBuffer::allocateDirect).toList();
    return closed(before, made);
  }

  private static String many() {
    Pool before = Pool.now();
    for (int i = 0; i < 100_000; i++) {
      Internals.free(ByteBuffer.allocateDirect(1 + i % 2_000));
    }
    return Outcome.of(Pool.now().since(before));
  }

  private static Object limit() {
    return Internals.call(null, "jdk.internal.misc.VM", "maxDirectMemory");
  }
}
