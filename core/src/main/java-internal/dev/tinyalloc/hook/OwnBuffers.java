package dev.tinyalloc.hook;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Objects;
import jdk.internal.misc.Unsafe;
import jdk.internal.ref.Cleaner;

/**
 * {@link Buffers} at a third of the price: the cleaner is an object of ours, which is in no list of
 * the JDK's, and the JDK's books of direct memory are kept by {@link Reservation}.
 *
 * <p>The cleaner's class is generated, {@code java.nio.TinyAllocCleaner}: the JDK's {@link Cleaner}
 * has no constructor that a subclass could call. So it is made without one, and what the
 * constructor would have set is set here.
 */
final class OwnBuffers extends Buffers {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final Class<?> TYPE = type();

  // Of every reference object; the queue is one that nothing is ever put into.
  private static final long REFERENT = UNSAFE.objectFieldOffset(Reference.class, "referent");
  private static final long QUEUE = UNSAFE.objectFieldOffset(Reference.class, "queue");
  private static final Object NO_QUEUE = noQueue();

  // Of ours.
  private static final long BUNDLE = UNSAFE.objectFieldOffset(TYPE, "bundle");

  /** The slot in the bundle, or {@link #DONE}. */
  private static final long SLOT = UNSAFE.objectFieldOffset(TYPE, "slot");

  private static final int DONE = -1;

  /** Of the buffer. */
  private static final long CLEANER = cleanerOffset();

  private final Bridge jdk;

  OwnBuffers(Bridge jdk) {
    this.jdk = jdk;
  }

  @Override
  Lane reserve(int capacity) {
    Lane lane = Lane.current();
    return lane.takeQuickly(capacity) ? lane : reserveByTheBooks(capacity);
  }

  private Lane reserveByTheBooks(int capacity) {
    Lane lane = Lane.current();
    if (lane.take(capacity)) {
      return lane;
    }
    Lane.settleAll();
    if (!lane.take(capacity)) {
      jdk.reserve(capacity, capacity);
      lane = Lane.current();
      lane.taken(capacity);
    }
    return lane;
  }

  @Override
  void unreserve(int capacity) {
    Lane.current().give(capacity);
  }

  @Override
  ByteBuffer make(Lane lane, int capacity, long address, int site) {
    Bundle bundle = lane.openBundle();
    ByteBuffer buffer = jdk.newBuffer(capacity, address);
    // The younger of the two: the compiler spares a store into it the collector's barriers.
    Object cleaner = newCleaner();
    UNSAFE.putReference(cleaner, REFERENT, buffer);
    UNSAFE.putReference(cleaner, QUEUE, NO_QUEUE);
    UNSAFE.putReference(cleaner, BUNDLE, bundle);
    int slot = lane.takeSlot();
    UNSAFE.putInt(cleaner, SLOT, slot);
    bundle.set(slot, cleaner, address, capacity, site);
    UNSAFE.putReference(buffer, CLEANER, cleaner);
    // As after the constructor: the buffer may be handed to another thread by a race.
    UNSAFE.storeFence();
    return buffer;
  }

  @Override
  Bundle newBundle() {
    Bundle bundle = new Bundle();
    Object unused = Cleaner.create(bundle, bundle.end);
    return bundle;
  }

  private static Object newCleaner() {
    try {
      return UNSAFE.allocateInstance(TYPE);
    } catch (InstantiationException impossible) {
      throw new InstantiationError(TYPE.getName());
    }
  }

  @Override
  void clean(Object cleaner) {
    int slot = UNSAFE.getAndSetInt(cleaner, SLOT, DONE);
    if (slot == DONE) {
      return;
    }
    Bundle bundle = (Bundle) UNSAFE.getReference(cleaner, BUNDLE);
    long address = bundle.end.address(slot);
    int capacity = bundle.end.capacity(slot);
    int site = bundle.end.site(slot);
    try {
      bundle.clear(slot);
    } finally {
      // Until here the cleaner keeps its bundle from ending, which would free the block as well.
      Reference.reachabilityFence(cleaner);
    }
    BlockEnd.giveBack(address);
    settle(bundle, slot, site, capacity);
  }

  private static void settle(Bundle bundle, int slot, int site, int capacity) {
    try {
      Lane lane = Lane.current();
      lane.give(capacity);
      lane.vacate(bundle, slot);
      lane.freed(site, capacity);
    } catch (Throwable ours) {
      Complaint.sayQuietly("the end of a buffer could not be counted", ours);
    }
  }

  private static Class<?> type() {
    try {
      return Class.forName("java.nio.TinyAllocCleaner", true, null);
    } catch (ClassNotFoundException absent) {
      throw new NoClassDefFoundError(absent.getMessage());
    }
  }

  private static long cleanerOffset() {
    try {
      Class<?> buffer = Class.forName("java.nio.DirectByteBuffer", false, null);
      Field field = buffer.getDeclaredField("cleaner");
      if (field.getType() != Cleaner.class) {
        throw new NoSuchFieldError(field.toString());
      }
      return UNSAFE.objectFieldOffset(field);
    } catch (ReflectiveOperationException absent) {
      throw new NoSuchFieldError(absent.getMessage());
    }
  }

  /** The queue of every cleaner of the JDK's. */
  private static Object noQueue() {
    try {
      Field field = Cleaner.class.getDeclaredField("dummyQueue");
      Object queue =
          UNSAFE.getReference(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field));
      return Objects.requireNonNull(queue, field.toString());
    } catch (ReflectiveOperationException absent) {
      throw new NoSuchFieldError(absent.getMessage());
    }
  }
}
