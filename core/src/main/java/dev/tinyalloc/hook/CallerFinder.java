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
 * Finds the frame that has called {@code java.nio}: the first one that is neither ours nor a part
 * of reflection or of method handles. Frames of hidden classes count; a lambda proxy, which has a
 * frame here only where it stands for a method reference, does too.
 */
final class CallerFinder implements Function<Stream<StackFrame>, @Nullable StackFrame> {

  /** Frames that the VM is asked for at once: ours, those of reflection, and the caller's. */
  private static final int FRAMES = 16;

  private static final StackWalker WALKER =
      StackWalker.getInstance(
          Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES), FRAMES);

  private static final CallerFinder INSTANCE = new CallerFinder();

  private static final String OWN_PACKAGE = CallerFinder.class.getPackageName();

  private CallerFinder() {}

  /** The caller of the method of {@code java.nio} that we stand in; null if no Java code is. */
  static @Nullable StackFrame caller() {
    return WALKER.walk(INSTANCE);
  }

  @Override
  public @Nullable StackFrame apply(Stream<StackFrame> frames) {
    Iterator<StackFrame> rest = frames.iterator();
    while (rest.hasNext()) {
      StackFrame frame = rest.next();
      if (!isMachinery(frame.getDeclaringClass())) {
        return frame;
      }
    }
    return null;
  }

  private static boolean isMachinery(Class<?> type) {
    String name = type.getPackageName();
    return switch (name) {
      // The loader of what JDK 17 generates for reflection is not the boot loader.
      case "java.nio", "java.lang.invoke", "java.lang.reflect", "jdk.internal.reflect" -> true;
      default -> name.equals(OWN_PACKAGE) || isProxy(type, name);
    };
  }

  /** Classes that the JDK makes to pass a call on: of interfaces, and of handles from 22 on. */
  private static boolean isProxy(Class<?> type, String packageName) {
    return type.getSuperclass() == Proxy.class
        || (type.isHidden() && packageName.startsWith("jdk.MHProxy"));
  }
}
