package dev.tinyalloc.sample;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a call stack, as text: no class loader stays reachable through it.
 *
 * @param className binary name, with dots
 * @param method name of the method; {@code <init>} and {@code <clinit>} as the VM has them
 * @param file source file, or null where the class does not say
 * @param line source line; negative where the class does not say, -2 in native methods
 */
public record Frame(String className, String method, @Nullable String file, int line) {

  /** What one costs besides its text, in bytes, with its place in a table; an estimate. */
  private static final long OWN_BYTES = 128;

  static Frame of(StackTraceElement from) {
    return new Frame(
        from.getClassName(), from.getMethodName(), from.getFileName(), from.getLineNumber());
  }

  /** What this takes of the Java heap, in bytes; an estimate, which takes no text as shared. */
  long heapBytes() {
    return OWN_BYTES + className.length() + method.length() + (file == null ? 0 : file.length());
  }

  @Override
  public int hashCode() {
    return (className.hashCode() * 31 + method.hashCode()) * 31 + line;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frame frame
        && line == frame.line
        && method.equals(frame.method)
        && className.equals(frame.className)
        && Objects.equals(file, frame.file);
  }
}
