package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.Heap;
import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.boot.JdkInternals;
import dev.tinyalloc.hook.BufferHook;
import dev.tinyalloc.hook.Mode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Rewrites a small class by the very same road as the program's, has it use arenas of each kind,
 * and looks at where the memory comes from. Runs once, before the first class of the program is
 * rewritten for arenas; the hooks do not count it.
 */
final class ArenaSelfTest {

  private static final String PROBE = "ArenaProbe";
  private static final String PACKAGE = ArenaSelfTest.class.getPackageName();

  private ArenaSelfTest() {}

  /**
   * Returns if arenas work.
   *
   * @param throughBodies whether those must work that are opened by an ordinary call, too
   * @throws Throwable whatever the probe throws, if they do not
   */
  static void run(boolean throughBodies) throws Throwable {
    test(ProbeLoader.rewritten(PROBE, Targets.of(false, true)));
    if (throughBodies) {
      test(Class.forName(PACKAGE + '.' + PROBE));
    }
  }

  private static void test(Class<?> probe) throws Throwable {
    Method use = probe.getDeclaredMethod("use", String.class);
    use.setAccessible(true);
    for (Target target : ArenaTargets.list()) {
      if (target.kind() == Target.Kind.OPENING) {
        check(target.label(), (long) invoke(use, target.label()));
      }
    }
  }

  private static void check(String kind, long address) throws ReflectiveOperationException {
    boolean redirected = BufferHook.mode() == Mode.REDIRECT && !JdkInternals.pageAligned();
    // Memory debugging takes the block away when it is freed.
    if (address != 0 && !Heap.mayWait() && TinyAlloc.owns(address) != redirected) {
      throw new IllegalStateException("the probe's " + kind + " arena has the wrong owner");
    }
  }

  private static Object invoke(Method method, String argument) throws Throwable {
    try {
      return method.invoke(null, argument);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
