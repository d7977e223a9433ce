package dev.tinyalloc.agent.rewrite;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Classes that tests rewrite. */
final class Subjects {

  private Subjects() {}

  static byte[] classFile(Class<?> type) throws IOException {
    String path = '/' + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Marked {}

  /** A call in every kind of method. */
  @Marked
  public static final class Callers implements Runnable {

    static final ByteBuffer STATIC = ByteBuffer.allocateDirect(1);

    private final List<ByteBuffer> made = new ArrayList<>();

    public Callers() {
      made.add(STATIC);
      made.add(ByteBuffer.allocateDirect(2));
    }

    @Override
    public void run() {
      IntFunction<ByteBuffer> lambda = n -> ByteBuffer.allocateDirect(n);
      made.add(lambda.apply(3));
      made.addAll(List.of(ByteBuffer.allocateDirect(4), ByteBuffer.allocateDirect(5)));
      made.add(branching(made.size() > 3, 6L));
      IntFunction<ByteBuffer> reference = ByteBuffer::allocateDirect;
      made.add(reference.apply(7));
    }

    private static ByteBuffer branching(boolean first, long capacity) {
      for (int i = 0; i < 2; i++) {
        try {
          return first ? ByteBuffer.allocateDirect((int) capacity) : ByteBuffer.allocate(i);
        } catch (OutOfMemoryError e) {
          // Once more: the handler is what needs a frame.
        }
      }
      throw new IllegalStateException();
    }
  }

  /** A call in a default method. */
  public interface Maker {
    default ByteBuffer make() {
      return ByteBuffer.allocateDirect(8);
    }
  }

  /** Implements {@link Maker}; calls nothing itself. */
  public static final class MakerImpl implements Maker, Runnable {
    @Override
    public void run() {
      make();
    }
  }

  /** Calls methods of the same name that are not ours. */
  public static final class Foreign implements Runnable {
    static Object allocateDirect(int capacity) {
      return capacity;
    }

    @Override
    public void run() {
      allocateDirect(1);
    }
  }

  /** Has both names in its pool, and calls neither of them together. */
  public static final class FalseHit implements Runnable {
    static ByteBuffer allocateDirect(int capacity) {
      return ByteBuffer.allocate(capacity);
    }

    @Override
    public void run() {
      allocateDirect(1);
    }
  }
}
