package dev.tinyalloc.it.programs;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads classes from the jar in the property {@code many.jar}, called {@code many.C0} and so on, as
 * many as {@code many.count} says. Each line on stdin is answered by {@code buffers pauseMillis}:
 * how many buffers the classes' {@code make} methods have made for this answer, and for how long at
 * most a thread that looks at the clock all the time has not run since the last one.
 */
public final class ManyClasses {

  private static final long LOOK_NANOS = 100_000;

  private ManyClasses() {}

  public static void main(String[] arguments) throws Exception {
    URL[] jar = {Path.of(System.getProperty("many.jar")).toUri().toURL()};
    int count = Integer.getInteger("many.count");
    AtomicLong longest = new AtomicLong();
    try (URLClassLoader loader = new URLClassLoader(jar)) {
      List<Method> makers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        makers.add(Class.forName("many.C" + i, true, loader).getMethod("make"));
      }
      Thread clock = new Thread(() -> look(longest));
      clock.setDaemon(true);
      clock.start();
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      while (in.readLine() != null) {
        long pause = TimeUnit.NANOSECONDS.toMillis(longest.getAndSet(0));
        System.out.println(made(makers) + " " + pause);
      }
    }
  }

  private static int made(List<Method> makers) throws ReflectiveOperationException {
    int made = 0;
    for (Method maker : makers) {
      made += maker.invoke(null) == null ? 0 : 1;
    }
    return made;
  }

  private static void look(AtomicLong longest) {
    for (long last = System.nanoTime(); ; ) {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      longest.accumulateAndGet(now - last, Math::max);
      last = now;
    }
  }
}
