package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackKey;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the hooks need from the JDK's own direct buffers beyond their public methods. */
abstract class Thunks {

  /** Whether the JVM was told to start every direct buffer on a page. */
  final boolean pageAligned;

  /** The limit of direct memory, in bytes. */
  final long limit;

  Thunks(boolean pageAligned, long limit) {
    this.pageAligned = pageAligned;
    this.limit = limit;
  }

  /**
   * The action that frees {@code buffer}, a {@link Runnable}, or null where it has none that we can
   * see. Not cast: whoever runs it casts, which costs nothing there.
   */
  abstract @Nullable Object get(ByteBuffer buffer);

  /** Makes {@code action} what frees {@code buffer}, whose {@link #get} was not null. */
  abstract void set(ByteBuffer buffer, Runnable action);

  /** Frees a buffer of the JDK's own. */
  abstract void free(ByteBuffer buffer);

  /**
   * The quick way to make buffers.
   *
   * @throws LinkageError or RuntimeException where this JDK's buffers are not as we know them
   */
  abstract Buffers ownBuffers(Bridge jdk);

  /** Has {@link Reclaimer} told of each collection from now on. */
  abstract void watchCollections();

  /**
   * {@link Sampling#walk}, never inlined: programs of large buffers take a sample so often that the
   * compiler would make one piece of a walk of the stack and of what allocates, for half a second.
   */
  abstract int sample(int site, long bytes, double weight);

  /** What tells the calling thread's stack from others; null where there is no telling. */
  abstract @Nullable StackKey stackKey();

  /** An array of {@code bytes} bytes, not cleared if the VM can help it. */
  abstract Object uncleared(int bytes);

  /** Waits until the cleaners of all buffers that the last collection found dead have run. */
  abstract void awaitReferences();

  /** The implementation on JDK internals; compiled apart, therefore found by name. */
  static Thunks open() throws ReflectiveOperationException {
    String name = Thunks.class.getPackageName() + ".CleanerThunks";
    Class<?> type = Class.forName(name, true, Thunks.class.getClassLoader());
    return (Thunks) type.getDeclaredConstructor().newInstance();
  }
}
