package dev.tinyalloc.agent.boot;

import java.nio.ByteBuffer;

/**
 * The few internals of java.base that the agent itself uses; their packages must be exported to the
 * agent's module. Called directly, in a class that is compiled apart: from JDK 18 on, reflection
 * spins classes for its calls, two dozen for these, which was a tenth of the time to the first hit.
 */
public abstract class JdkInternals {

  private static final String IMPLEMENTATION = JdkInternals.class.getPackageName() + ".JdkCalls";

  /** The implementation, found by name. */
  public static JdkInternals open() throws ReflectiveOperationException {
    Class<? extends JdkInternals> type =
        Class.forName(IMPLEMENTATION).asSubclass(JdkInternals.class);
    return type.getDeclaredConstructor().newInstance();
  }

  /**
   * Defines a class of the boot loader, in the module that its package belongs to.
   *
   * @param name binary name, with dots or slashes
   * @throws ReflectiveOperationException caused by the {@code LinkageError} if the class is there
   *     already or its supertypes are not
   */
  public abstract Class<?> defineInBootLoader(String name, byte[] classFile)
      throws ReflectiveOperationException;

  /** The native address of a direct buffer. */
  public abstract long address(ByteBuffer buffer);

  /** Runs the cleaner of a direct buffer. */
  public abstract void free(ByteBuffer buffer);

  /** Whether the JVM was told to start every direct buffer on a page. */
  public abstract boolean pageAligned();
}
