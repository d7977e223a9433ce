package dev.tinyalloc.agent.boot;

import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.DirectBuffer;

/** {@link JdkInternals} by calls that {@code --release} hides; only what JDK 17 has already. */
final class JdkCalls extends JdkInternals {

  JdkCalls() {}

  @Override
  public Class<?> defineInBootLoader(String name, byte[] classFile)
      throws ReflectiveOperationException {
    @Nullable ClassLoader noLoader = null;
    @Nullable ProtectionDomain noDomain = null;
    try {
      return Unsafe.getUnsafe()
          .defineClass(name.replace('.', '/'), classFile, 0, classFile.length, noLoader, noDomain);
    } catch (LinkageError refused) {
      throw new ReflectiveOperationException(name + " cannot be defined", refused);
    }
  }

  @Override
  public long address(ByteBuffer buffer) {
    return ((DirectBuffer) buffer).address();
  }

  @Override
  public void free(ByteBuffer buffer) {
    Unsafe.getUnsafe().invokeCleaner(buffer);
  }

  @Override
  public boolean pageAligned() {
    return VM.isDirectMemoryPageAligned();
  }
}
