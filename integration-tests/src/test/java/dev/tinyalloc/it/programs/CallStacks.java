package dev.tinyalloc.it.programs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/** One line makes buffers, and is called in many ways, each {@link #TIMES} times. */
public final class CallStacks {

  /** So often each. */
  public static final int TIMES = 20;

  /** In how many ways that are kept as they are. */
  public static final int WHOLE_WAYS = 10;

  /** In how many that are too long, and are the same as far as they are kept. */
  public static final int CUT_WAYS = 3;

  private CallStacks() {}

  /** Prints a line for each stack that was sampled: how often, how deep, and who called whom. */
  public static void main(String[] arguments) throws Throwable {
    for (int i = 0; i < TIMES; i++) {
      callAll();
    }
    Class<?> keys = Class.forName("dev.tinyalloc.boot.os.StackKeys", true, null);
    System.out.println("keys " + (keys.getMethod("ofCaller").invoke(null) != null));
    for (Object stack : SampleCounts.list("stacks")) {
      System.out.println(SampleCounts.MARK + stack);
    }
  }

  private static void callAll() throws Throwable {
    make();
    make();
    new One().run();
    new Another().run();
    Runnable lambda = () -> make();
    lambda.run();
    ((Runnable) CallStacks::make).run();
    Method method = CallStacks.class.getDeclaredMethod("make");
    method.invoke(null);
    MethodHandles.lookup()
        .findStatic(CallStacks.class, "make", MethodType.methodType(void.class))
        .invokeExact();
    // From less than what is kept of a stack to more than what is told apart.
    for (int depth : new int[] {10, 60, 70, 140, 1500}) {
      below(depth, method);
    }
  }

  private static void below(int frames, Method method) throws ReflectiveOperationException {
    if (frames > 0) {
      below(frames - 1, method);
    } else {
      method.invoke(null);
    }
  }

  private static void make() {
    Direct.free(ByteBuffer.allocateDirect(100));
  }

  private static final class One {
    void run() {
      make();
    }
  }

  private static final class Another {
    void run() {
      make();
    }
  }
}
