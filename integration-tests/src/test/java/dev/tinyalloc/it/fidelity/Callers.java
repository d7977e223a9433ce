package dev.tinyalloc.it.fidelity;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The buffer, and the exception, are the same whoever calls and however. */
final class Callers {

  private Callers() {}

  static void addTo(Checks checks) {
    checks
        .add("reflection", () -> described((ByteBuffer) method().invoke(null, 100)))
        .add("reflection refused", Callers::reflectionRefused)
        .add("method handle", () -> described((ByteBuffer) handle().invokeExact(100)))
        .add("method handle refused", Callers::handleRefused)
        .add("method reference", () -> described(reference().apply(100)))
        .add("method reference refused", () -> Outcome.failure(() -> reference().apply(-1)))
        .add("lambda", () -> described(((IntFunction<ByteBuffer>) Callers::make).apply(100)))
        .add("stream", Callers::stream)
        .add("negative", () -> Outcome.failure(() -> ByteBuffer.allocateDirect(-1)))
        .add("most negative", () -> Outcome.failure(() -> make(Integer.MIN_VALUE)))
        .add("where negative is refused", () -> Outcome.origin(() -> make(-1), 3))
        .add("caller in the trace", Callers::callerInTrace)
        .add("empty", () -> described(ByteBuffer.allocateDirect(0)))
        .add("empty, fields", () -> Identity.fields(ByteBuffer.allocateDirect(0)))
        .add("empty, freed twice", Callers::emptyFreedTwice)
        .add("interrupted", Callers::interrupted)
        .add("deep recursion", Callers::deep);
  }

  private static ByteBuffer make(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }

  private static String described(ByteBuffer buffer) {
    String description =
        Outcome.of(
            buffer,
            buffer.getClass(),
            buffer.order(),
            Contents.firstSet(buffer),
            Internals.attachment(buffer),
            Internals.cleaner(buffer).getClass(),
            Internals.address(buffer) % 16);
    Internals.free(buffer);
    return description;
  }

  private static Method method() throws NoSuchMethodException {
    return ByteBuffer.class.getMethod("allocateDirect", int.class);
  }

  private static String reflectionRefused() {
    return Outcome.failure(
        () -> {
          try {
            return method().invoke(null, -5);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static MethodHandle handle() throws ReflectiveOperationException {
    return MethodHandles.lookup()
        .findStatic(
            ByteBuffer.class, "allocateDirect", MethodType.methodType(ByteBuffer.class, int.class));
  }

  private static String handleRefused() {
    return Outcome.failure(() -> (ByteBuffer) handle().invokeExact(-7));
  }

  private static IntFunction<ByteBuffer> reference() {
    return ByteBuffer::allocateDirect;
  }

  private static String stream() {
    List<ByteBuffer> buffers =
        IntStream.of(1, 100, 10_000).mapToObj(ByteBuffer::allocateDirect).toList();
    String text = buffers.toString();
    buffers.forEach(Internals::free);
    return text;
  }

  private static boolean callerInTrace() {
    try {
      ByteBuffer unused = ByteBuffer.allocateDirect(-1);
      return false;
    } catch (IllegalArgumentException e) {
      for (StackTraceElement frame : e.getStackTrace()) {
        if (frame.getMethodName().equals("callerInTrace")) {
          return true;
        }
      }
      return false;
    }
  }

  private static String emptyFreedTwice() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(0);
    Internals.free(buffer);
    Internals.free(buffer);
    return Outcome.of(buffer, Internals.address(buffer) == 0);
  }

  /** An interrupt is neither lost nor in the way. */
  private static String interrupted() {
    Thread.currentThread().interrupt();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1_000);
    return Outcome.of(Thread.interrupted(), buffer);
  }

  /** Overflows of the stack are the program's to catch; buffers go on working. */
  private static String deep() throws InterruptedException {
    StringBuilder outcome = new StringBuilder();
    Threads.run(
        () -> {
          outcome.append(Outcome.failure(() -> recurse(0)).contains("StackOverflowError"));
          ByteBuffer buffer = ByteBuffer.allocateDirect(500);
          outcome.append(Contents.firstSet(buffer)).append(buffer);
          Internals.free(buffer);
        });
    return outcome.toString();
  }

  /** As deep as the stack allows. */
  private static int recurse(int depth) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 + depth % 300);
    return depth < 0 ? 0 : recurse(depth + 1) + buffer.capacity();
  }
}
