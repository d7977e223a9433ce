package dev.tinyalloc.agent.rewrite;

/**
 * The classes of {@code java.base} that call {@code ByteBuffer.allocateDirect}. None of them is
 * rewritten; that one is loaded says that the method's body must lead to the hooks. Whatever else a
 * later JDK has is served as well, once anything has switched that on.
 *
 * <p>On JDK 17 {@code Util} makes the buffers of channels that are handed a heap buffer. Later ones
 * have it make buffers without a cleaner, by another road, and mention the method no more.
 */
public final class JdkCallers {

  private JdkCallers() {}

  /** Whether this is one of them; {@code name} has slashes. */
  public static boolean has(String name) {
    return name.equals("sun/nio/ch/Util") || name.equals("jdk/internal/jimage/ImageBufferCache");
  }
}
