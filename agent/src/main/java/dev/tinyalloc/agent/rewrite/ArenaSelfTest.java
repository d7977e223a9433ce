package dev.tinyalloc.agent.rewrite;

import dev.tinyalloc.TinyAlloc;
import dev.tinyalloc.agent.boot.JdkInternals;
import dev.tinyalloc.hook.BufferHook;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.LongPredicate;

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
    Method use = probe.getDeclaredMethod("use", String.class, LongPredicate.class);
    use.setAccessible(true);
    for (Target target : ArenaTargets.list()) {
      if (target.kind() == Target.Kind.OPENING) {
        invoke(use, target.label());
      }
    }
  }

  private static void invoke(Method method, String kind) throws Throwable {
    try {
      method.invoke(null, kind, new RightOwner());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Not a lambda: the first one in a process costs more than all the rest of this test. */
  private static final class RightOwner implements LongPredicate {

    private final boolean redirected = BufferHook.servesNobodys() && !JdkInternals.pageAligned();

    RightOwner() throws ReflectiveOperationException {}

    @Override
    public boolean test(long address) {
      return TinyAlloc.owns(address) == redirected;
    }
  }
}
