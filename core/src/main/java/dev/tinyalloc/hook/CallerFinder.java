package dev.tinyalloc.hook;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frame that has called {@code java.nio} or {@code java.lang.foreign}: the first one that
 * is neither ours nor a part of reflection or of method handles. Frames of hidden classes count; a
 * lambda proxy, which has a frame here only where it stands for a method reference, does too. One
 * for each walk.
 */
final class CallerFinder implements Function<Stream<StackFrame>, @Nullable StackFrame> {

  /** Frames that the VM is asked for at once: ours, those of reflection, and the caller's. */
  private static final int FRAMES = 16;

  private static final StackWalker WALKER =
      StackWalker.getInstance(
          Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES), FRAMES);

  /** The arena's methods that a caller of {@code allocateFrom} passes through. */
  private static final String FROM = "allocateFrom";

  private static final String OWN_PACKAGE = CallerFinder.class.getPackageName();

  private boolean from;

  /** The caller of the JDK's method that we stand in; null if no Java code is. */
  @Nullable StackFrame caller() {
    return WALKER.walk(this);
  }

  /** Whether the way from the caller to us led through a method of that name. */
  boolean sawAllocateFrom() {
    return from;
  }

  @Override
  public @Nullable StackFrame apply(Stream<StackFrame> frames) {
    Iterator<StackFrame> rest = frames.iterator();
    while (rest.hasNext()) {
      StackFrame frame = rest.next();
      if (!isMachinery(frame.getDeclaringClass())) {
        return frame;
      }
      from |= frame.getMethodName().equals(FROM);
    }
    return null;
  }

  private static boolean isMachinery(Class<?> type) {
    String name = type.getPackageName();
    return isJdkMachinery(name) || name.equals(OWN_PACKAGE) || isProxy(type, name);
  }

  /** Whether classes in a package of this name only pass a call on. */
  static boolean isJdkMachinery(String name) {
    return switch (name) {
      // The loader of what JDK 17 generates for reflection is not the boot loader.
      case "java.nio",
          "java.lang.foreign",
          "jdk.internal.foreign",
          "jdk.internal.foreign.abi",
          "java.lang.invoke",
          "java.lang.reflect",
          "jdk.internal.reflect" ->
          true;
      default -> false;
    };
  }

  /** Classes that the JDK makes to pass a call on: of interfaces, and of handles from 22 on. */
  private static boolean isProxy(Class<?> type, String packageName) {
    return type.getSuperclass() == Proxy.class
        || (type.isHidden() && packageName.startsWith("jdk.MHProxy"));
  }
}
