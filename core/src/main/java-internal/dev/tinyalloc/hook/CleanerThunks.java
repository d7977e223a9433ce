package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackKey;
import dev.tinyalloc.os.StackKeys;
import java.nio.ByteBuffer;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import jdk.internal.ref.Cleaner;
import jdk.internal.vm.annotation.DontInline;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.DirectBuffer;

/** {@link Thunks} for the JDK's own cleaner, whose field {@code thunk} holds the action. */
final class CleanerThunks extends Thunks {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final long THUNK = UNSAFE.objectFieldOffset(Cleaner.class, "thunk");

  CleanerThunks() {
    super(VM.isDirectMemoryPageAligned(), VM.maxDirectMemory());
  }

  @Override
  @Nullable Object get(ByteBuffer buffer) {
    Cleaner cleaner = ((DirectBuffer) buffer).cleaner();
    return cleaner == null ? null : UNSAFE.getReferenceVolatile(cleaner, THUNK);
  }

  @Override
  void set(ByteBuffer buffer, Runnable action) {
    // Not volatile, whose fence costs a tenth of a small buffer: nobody else has the buffer yet.
    UNSAFE.putReferenceRelease(((DirectBuffer) buffer).cleaner(), THUNK, action);
  }

  @Override
  Buffers ownBuffers(Bridge jdk) {
    return new OwnBuffers(jdk);
  }

  @Override
  void free(ByteBuffer buffer) {
    ((DirectBuffer) buffer).cleaner().clean();
  }

  @Override
  void watchCollections() {
    new CollectionWatch().start();
  }

  @DontInline
  @Override
  int sample(int site, long bytes, double weight) {
    return Sampling.walk(site, bytes, weight);
  }

  @Override
  @Nullable StackKey stackKey() {
    return StackKeys.ofCaller();
  }

  @Override
  Object uncleared(int bytes) {
    return UNSAFE.allocateUninitializedArray(byte.class, bytes);
  }

  @Override
  void awaitReferences() {
    try {
      boolean more = true;
      while (more) {
        more = SharedSecrets.getJavaLangRefAccess().waitForReferenceProcessing();
      }
    } catch (InterruptedException told) {
      // Whoever it was, it was not about us.
      return;
    }
  }
}
