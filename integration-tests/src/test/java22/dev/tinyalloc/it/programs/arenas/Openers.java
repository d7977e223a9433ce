package dev.tinyalloc.it.programs.arenas;

import static dev.tinyalloc.it.programs.arenas.Here.here;
import static dev.tinyalloc.it.programs.arenas.Here.opened;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Opens one arena in every way there is. */
@SuppressWarnings("MustBeClosed")
final class Openers {

  private static final MethodType TYPE = MethodType.methodType(Arena.class);

  private Openers() {}

  static void openAll() throws Throwable {
    direct();
    references();
    handles();
    reflection();
  }

  private static void direct() {
    opened("confined", here(), Arena.ofConfined());
    opened("shared", here(), Arena.ofShared());
    opened("auto", here(), Arena.ofAuto());
    Runnable lambda = () -> opened("confined", here(), Arena.ofConfined());
    lambda.run();
  }

  private static void references() {
    opened("confined", here(), supplied(Arena::ofConfined));
    opened("shared", here(), supplied(Arena::ofShared));
    opened("auto", here(), supplied(Arena::ofAuto));
    opened("confined", here(), Stream.generate(Arena::ofConfined).limit(1).toList().get(0));
  }

  private static Arena supplied(Supplier<Arena> supplier) {
    return supplier.get();
  }

  private static void handles() throws Throwable {
    MethodHandle own = MethodHandles.lookup().findStatic(Arena.class, "ofConfined", TYPE);
    opened("confined", here(), (Arena) own.invokeExact());
    MethodHandle open = MethodHandles.publicLookup().findStatic(Arena.class, "ofShared", TYPE);
    opened("shared", here(), (Arena) open.invoke());
  }

  private static void reflection() throws Exception {
    Method method = Arena.class.getMethod("ofConfined");
    opened("confined", here(), (Arena) method.invoke(null));
    opened("auto", here(), (Arena) Arena.class.getMethod("ofAuto").invoke(null));
  }
}
