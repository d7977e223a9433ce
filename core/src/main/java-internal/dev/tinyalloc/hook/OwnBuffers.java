package dev.tinyalloc.hook;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.os.StackProbe;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Objects;
import jdk.internal.misc.Unsafe;
import jdk.internal.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * {@link Buffers} at half the price: the cleaner is in no list of the JDK's, a {@link Bundle} keeps
 * it instead, and the JDK's books of direct memory are kept by {@link Reservation}.
 *
 * <p>A cleaner that is in no list cannot be asked for: the JDK's method enters it. So it is made
 * without its constructor, and what that would have set is set here.
 */
final class OwnBuffers extends Buffers {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final long REFERENT = UNSAFE.objectFieldOffset(Reference.class, "referent");
  private static final long QUEUE = UNSAFE.objectFieldOffset(Reference.class, "queue");
  private static final long THUNK = UNSAFE.objectFieldOffset(Cleaner.class, "thunk");
  private static final long CLEANER = cleanerOffset();

  private static final long FIRST_BLOCK = constant("ARRAY_LONG_BASE_OFFSET");
  private static final long FIRST_CLEANER = constant("ARRAY_OBJECT_BASE_OFFSET");
  private static final long REFERENCE_BYTES = constant("ARRAY_OBJECT_INDEX_SCALE");

  /** The queue of every cleaner; nothing is ever put into it. */
  private static final Object NO_QUEUE = noQueue();

  private final Bridge jdk;

  /**
   * Tries what {@link #make} needs.
   *
   * @throws LinkageError where this JDK's buffers or cleaners are not as we know them
   */
  OwnBuffers(Bridge jdk) {
    this.jdk = jdk;
    if (!BareBuffers.areLike(jdk)) {
      throw new NoSuchFieldError("a direct buffer has fields that are not known here");
    }
  }

  @Override
  Lane reserve(int capacity) {
    Lane lane = Lane.current();
    return lane.takeUntold(capacity) ? lane : reserveByTheBooks(capacity);
  }

  @Override
  @Nullable ByteBuffer again(int capacity, int site) {
    Lane lane = Lane.near();
    if (lane == null) {
      return null;
    }
    LaneTally tally = lane.usualTally(site, capacity);
    if (tally == null || !(lane.takeQuickly(capacity) || lane.takeHigher(capacity))) {
      return null;
    }
    long address = 0;
    ByteBuffer buffer = null;
    try {
      if (lane.clock.passes(capacity)) {
        address = lane.heap().tryAllocBuffer(capacity);
        buffer = address == 0 ? null : make(lane, tally, capacity, address, site);
      }
    } catch (Throwable exhausted) {
      // No Java heap or no stack left: the long way knows what to do.
      boolean unused = TinyAlloc.tryFree(address);
    }
    if (buffer == null) {
      lane.give(capacity);
    } else {
      tally.allocatedAgain(capacity);
    }
    return buffer;
  }

  /**
   * The steps of the JDK's constructor, in its order, but that what ends the buffer also counts:
   * one object where a wrapped one takes two. Objects are made first, since stores take no time
   * while the processor waits for the locked instructions of the JDK's books.
   */
  @Inlined
  @Override
  ByteBuffer observed(int capacity, LaneTally tally) {
    ByteBuffer buffer = BareBuffers.of(capacity, 0);
    JdkRelease release = new JdkRelease(capacity, tally);
    Jdk.BRIDGE.reserve(capacity, capacity);
    try {
      long address = UNSAFE.allocateMemory(capacity);
      release.address = address;
      UNSAFE.setMemory(address, capacity, (byte) 0);
      BareBuffers.moveTo(address, buffer);
      UNSAFE.putReference(buffer, CLEANER, Cleaner.create(buffer, release));
      UNSAFE.storeFence();
      return buffer;
    } catch (Throwable exhausted) {
      freeObserved(release.address, capacity);
      throw exhausted;
    }
  }

  /** The JDK's steps back. */
  static void freeObserved(long address, int capacity) {
    UNSAFE.freeMemory(address);
    Jdk.BRIDGE.unreserve(capacity, capacity);
  }

  private Lane reserveByTheBooks(int capacity) {
    StackProbe.touch();
    BufferHook.giveWay();
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
  ByteBuffer make(Lane lane, @Nullable LaneTally tally, int capacity, long address, int site) {
    ByteBuffer buffer = BareBuffers.of(capacity, address);
    Bundle bundle = lane.openBundle();
    int slot = lane.nextSlot();
    Cleaner cleaner =
        newCleaner(buffer, new BundledRelease(bundle, slot, address, capacity, tally, site));
    UNSAFE.putReference(buffer, CLEANER, cleaner);
    // As after the constructor: the buffer may be handed to another thread by a race.
    UNSAFE.storeFence();
    lane.fillSlot();
    set(bundle, slot, cleaner, address, (long) site << Integer.SIZE | capacity, null);
    return buffer;
  }

  @Override
  boolean freeWith(
      Lane lane,
      @Nullable LaneTally tally,
      Object owner,
      AutoArena arena,
      int capacity,
      long address,
      int site) {
    Bundle bundle = lane.openBundle();
    int slot = lane.nextSlot();
    Cleaner cleaner =
        newCleaner(owner, new BundledRelease(bundle, slot, address, capacity, tally, site));
    lane.fillSlot();
    set(bundle, slot, cleaner, address, (long) site << Integer.SIZE | capacity, arena);
    return true;
  }

  /**
   * Puts a buffer into {@code slot}, without the checks of three indexes and a type: a slot is the
   * number of a bit in a word. From then on the block is the bundle's to free; so where the stack
   * ends in the middle, the slot is emptied again, by what needs no stack.
   *
   * @param arena has its session keep the cleaner; null if the buffer has it already
   */
  private static void set(
      Bundle bundle,
      int slot,
      Object cleaner,
      long address,
      long siteAndBytes,
      @Nullable AutoArena arena) {
    try {
      long at = FIRST_BLOCK + 2L * Long.BYTES * slot;
      UNSAFE.putLong(bundle.blocks, at, address);
      UNSAFE.putLong(bundle.blocks, at + Long.BYTES, siteAndBytes);
      UNSAFE.putReference(bundle.cleaners, FIRST_CLEANER + REFERENCE_BYTES * slot, cleaner);
      if (arena != null) {
        arena.keep(cleaner);
      }
    } catch (Throwable stackIsFull) {
      bundle.blocks[2 * slot] = 0;
      bundle.cleaners[slot] = null;
      throw stackIsFull;
    }
  }

  @Override
  @Nullable Runnable freeLater(Object kept) {
    return UNSAFE.getReferenceVolatile(kept, THUNK) instanceof BundledRelease release
        ? release.disarm()
        : null;
  }

  @Override
  Bundle newBundle() {
    Bundle bundle = new Bundle();
    bundle.end.await(newCleaner(bundle, bundle.end));
    return bundle;
  }

  private static Cleaner newCleaner(Object referent, Runnable action) {
    // Younger than both: the compiler spares a store into it the collector's barriers.
    Cleaner cleaner = emptyCleaner();
    UNSAFE.putReference(cleaner, REFERENT, referent);
    UNSAFE.putReference(cleaner, QUEUE, NO_QUEUE);
    UNSAFE.putReference(cleaner, THUNK, action);
    return cleaner;
  }

  private static Cleaner emptyCleaner() {
    try {
      return (Cleaner) UNSAFE.allocateInstance(Cleaner.class);
    } catch (InstantiationException impossible) {
      throw new InstantiationError(Cleaner.class.getName());
    }
  }

  private static long cleanerOffset() {
    try {
      Field field = BareBuffers.TYPE.getDeclaredField("cleaner");
      if (field.getType() != Cleaner.class) {
        throw new NoSuchFieldError(field.toString());
      }
      return UNSAFE.objectFieldOffset(field);
    } catch (ReflectiveOperationException absent) {
      throw new NoSuchFieldError(absent.getMessage());
    }
  }

  /** An int up to JDK 24, a long from 25 on: compiled code would find only the one or the other. */
  private static long constant(String name) {
    try {
      return Unsafe.class.getField(name).getLong(null);
    } catch (ReflectiveOperationException absent) {
      throw new NoSuchFieldError(absent.getMessage());
    }
  }

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
