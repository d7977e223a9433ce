package dev.tinyalloc.agent.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * The few internals of java.base that the agent itself uses. By reflection, since no {@code
 * --release} lets the compiler see them; their packages must be exported to the agent's module.
 */
public final class JdkInternals {

  private final Object unsafe;
  private final Method defineClass;

  /** Looks up what {@link #defineInBootLoader} needs. */
  public JdkInternals() throws ReflectiveOperationException {
    Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
    unsafe = type.getMethod("getUnsafe").invoke(null);
    defineClass =
        type.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
  }

  /**
   * Defines a class of the boot loader, in the module that its package belongs to.
   *
   * @param name binary name, with dots or slashes
   * @throws InvocationTargetException with the {@code LinkageError} if the class is there already
   *     or its supertypes are not
   */
  public Class<?> defineInBootLoader(String name, byte[] classFile)
      throws ReflectiveOperationException {
    @Nullable Object noLoader = null;
    @Nullable Object noDomain = null;
    return (Class<?>)
        defineClass.invoke(
            unsafe, name.replace('.', '/'), classFile, 0, classFile.length, noLoader, noDomain);
  }

  /** The native address of a direct buffer. */
  public static long address(ByteBuffer buffer) throws ReflectiveOperationException {
    return (long) Class.forName("sun.nio.ch.DirectBuffer").getMethod("address").invoke(buffer);
  }

  /** Runs the cleaner of a direct buffer. */
  public void free(ByteBuffer buffer) throws ReflectiveOperationException {
    unsafe.getClass().getMethod("invokeCleaner", ByteBuffer.class).invoke(unsafe, buffer);
  }

  /** Whether the JVM was told to start every direct buffer on a page. */
  public static boolean pageAligned() throws ReflectiveOperationException {
    return (boolean)
        Class.forName("jdk.internal.misc.VM").getMethod("isDirectMemoryPageAligned").invoke(null);
  }
}
