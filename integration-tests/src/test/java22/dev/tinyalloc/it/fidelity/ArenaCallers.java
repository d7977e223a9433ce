package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The ways in which programs come to an arena and its methods. */
final class ArenaCallers {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType ALLOCATE =
      MethodType.methodType(MemorySegment.class, long.class, long.class);
  private static final List<String> FACTORIES =
      List.of("ofConfined", "ofShared", "ofAuto", "global");

  private ArenaCallers() {}

  static void addTo(Checks checks) {
    checks
        .add("suppliers", ArenaCallers::suppliers)
        .add("callable", () -> usedAndClosed(((Callable<Arena>) Arena::ofShared).call()))
        .add("stream", ArenaCallers::stream)
        .add("findStatic", ArenaCallers::findStatic)
        .add("findVirtual of Arena", () -> Kind.each(arena -> findVirtual(Arena.class, arena)))
        .add("findVirtual of the allocator", ArenaCallers::findVirtualOfAllocator)
        .add("findVirtual of close", () -> Kind.each(ArenaCallers::findClose))
        .add("unreflected", ArenaCallers::unreflected)
        .add("reflected factories", ArenaCallers::reflectedFactories)
        .add("reflected methods", () -> Kind.each(ArenaCallers::reflectedMethods))
        .add("reflected refusals", () -> Kind.each(ArenaCallers::reflectedRefusals))
        .add("bound handle", () -> Kind.each(ArenaCallers::bound))
        .add("spread handle", () -> Kind.each(ArenaCallers::spread))
        .add("method references", () -> Kind.each(ArenaCallers::references))
        .add("functions of arenas", () -> Kind.each(ArenaCallers::functions))
        .add("proxy", () -> Kind.each(Kind.FREED, ArenaCallers::proxy))
        .add("proxy of defaults", ArenaCallers::proxyOfDefaults)
        .add("conditional", ArenaCallers::conditional)
        .add("close by method reference", () -> Kind.each(Kind.CLOSEABLE, ArenaCallers::closer))
        .add("methods of Arena", () -> names(Arena.class))
        .add("methods of SegmentAllocator", () -> names(SegmentAllocator.class))
        .add("static initialiser", () -> used(Early.ARENA))
        .add("class of a caller", ArenaCallers::caller);
  }

  /** Opened in a class's static initialiser; never closed, never lost. */
  private static final class Early {
    static final Arena ARENA = Arena.ofShared();
  }

  /** The arena works and is zeroed; closed afterwards where it can be. */
  private static String used(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    long set = SegmentContents.firstSet(segment);
    String type = arena.getClass() + " " + arena.scope().getClass();
    return Outcome.of(set, segment.byteSize(), type);
  }

  private static String usedAndClosed(Arena arena) {
    return Outcome.of(used(arena), Refusal.ofRunning(arena::close), arena.scope().isAlive());
  }

  private static String suppliers() {
    List<Supplier<Arena>> suppliers =
        List.of(
            Arena::ofConfined, Arena::ofShared, Arena::ofAuto, Arena::global, () -> Arena.ofAuto());
    return suppliers.stream().map(supplier -> usedAndClosed(supplier.get())).toList().toString();
  }

  private static String stream() {
    try (Arena arena = Arena.ofShared()) {
      List<MemorySegment> segments =
          IntStream.range(1, 500).parallel().mapToObj(size -> arena.allocate(size)).toList();
      return segments.stream().mapToLong(MemorySegment::byteSize).sum()
          + " "
          + segments.stream().filter(segment -> SegmentContents.firstSet(segment) >= 0).count();
    }
  }

  private static String findStatic() throws Throwable {
    List<String> found = new ArrayList<>();
    for (String factory : FACTORIES) {
      MethodHandle handle =
          LOOKUP.findStatic(Arena.class, factory, MethodType.methodType(Arena.class));
      found.add(usedAndClosed((Arena) handle.invokeExact()));
    }
    return found.toString();
  }

  private static Object findVirtual(Class<?> owner, Arena arena) throws Throwable {
    MethodHandle two = LOOKUP.findVirtual(owner, "allocate", ALLOCATE);
    MethodHandle one = LOOKUP.findVirtual(owner, "allocate", ALLOCATE.dropParameterTypes(1, 2));
    MemorySegment first = (MemorySegment) two.invoke(arena, 100L, 64L);
    MemorySegment second = (MemorySegment) one.invoke(arena, 50L);
    return Outcome.of(
        first.byteSize(),
        first.address() % 64,
        SegmentContents.firstSet(second),
        Refusal.of(() -> two.invoke(arena, -1L, 1L)));
  }

  private static String findVirtualOfAllocator() throws Throwable {
    return Kind.each(arena -> findVirtual(SegmentAllocator.class, arena));
  }

  private static Object findClose(Arena arena) throws Throwable {
    MethodType nothing = MethodType.methodType(void.class);
    MethodHandle close = LOOKUP.findVirtual(AutoCloseable.class, "close", nothing);
    arena.allocate(100);
    Check closing = () -> close.invoke((AutoCloseable) arena);
    return Outcome.of(Refusal.of(closing), Refusal.of(closing));
  }

  private static String unreflected() throws Throwable {
    List<String> found = new ArrayList<>();
    for (String factory : FACTORIES) {
      MethodHandle handle = LOOKUP.unreflect(Arena.class.getMethod(factory));
      found.add(usedAndClosed((Arena) handle.invoke()));
    }
    return found.toString();
  }

  private static String reflectedFactories() throws Exception {
    List<String> found = new ArrayList<>();
    for (String factory : FACTORIES) {
      found.add(usedAndClosed((Arena) Arena.class.getMethod(factory).invoke(null)));
    }
    return found.toString();
  }

  private static Object reflectedMethods(Arena arena) throws Exception {
    Method allocate = Arena.class.getMethod("allocate", long.class, long.class);
    Method from = Arena.class.getMethod("allocateFrom", String.class);
    Method layout = SegmentAllocator.class.getMethod("allocate", MemoryLayout.class);
    MemorySegment segment = (MemorySegment) allocate.invoke(arena, 100L, 8L);
    return Outcome.of(
        segment.byteSize(),
        SegmentContents.all((MemorySegment) from.invoke(arena, "abc")),
        ((MemorySegment) layout.invoke(arena, JAVA_INT)).byteSize());
  }

  private static Object reflectedRefusals(Arena arena) throws Exception {
    Method allocate = Arena.class.getMethod("allocate", long.class, long.class);
    try {
      return allocate.invoke(arena, -1L, 8L);
    } catch (InvocationTargetException e) {
      return Outcome.failure(e.getCause());
    }
  }

  private static Object bound(Arena arena) throws Throwable {
    MethodHandle bound = LOOKUP.findVirtual(Arena.class, "allocate", ALLOCATE).bindTo(arena);
    MethodHandle fixed = MethodHandles.insertArguments(bound, 0, 24L, 8L);
    MemorySegment segment = (MemorySegment) fixed.invokeExact();
    return Outcome.of(segment.byteSize(), segment.scope() == arena.scope());
  }

  private static Object spread(Arena arena) throws Throwable {
    MethodHandle handle = LOOKUP.findVirtual(Arena.class, "allocate", ALLOCATE);
    Object segment = handle.invokeWithArguments(arena, 33L, 16L);
    return ((MemorySegment) segment).byteSize();
  }

  @SuppressWarnings("UnnecessaryMethodReference") // They are what is tested.
  private static Object references(Arena arena) {
    LongFunction<MemorySegment> bySize = arena::allocate;
    Function<String, MemorySegment> fromText = arena::allocateFrom;
    Function<MemoryLayout, MemorySegment> byLayout = arena::allocate;
    SegmentAllocator allocator = arena::allocate;
    return Outcome.of(
        bySize.apply(10).byteSize(),
        SegmentContents.all(fromText.apply("abc")),
        byLayout.apply(JAVA_INT).byteSize(),
        allocator.allocate(5, 1).byteSize(),
        Refusal.of(() -> bySize.apply(-10)));
  }

  private static Object functions(Arena arena) {
    Function<Arena, MemorySegment.Scope> scope = Arena::scope;
    Function<SegmentAllocator, MemorySegment> eight = allocator -> allocator.allocate(8);
    return Outcome.of(scope.apply(arena) == arena.scope(), eight.apply(arena).byteSize());
  }

  private static Arena proxy(InvocationHandler handler) {
    ClassLoader loader = ArenaCallers.class.getClassLoader();
    return (Arena) Proxy.newProxyInstance(loader, new Class<?>[] {Arena.class}, handler);
  }

  private static Object proxy(Arena arena) {
    Arena proxy = proxy((self, method, arguments) -> method.invoke(arena, arguments));
    MemorySegment segment = proxy.allocate(100);
    return Outcome.of(
        segment.byteSize(),
        segment.scope() == arena.scope(),
        proxy.allocateFrom("abc").getString(0),
        Refusal.ofRunning(proxy::close).startsWith("no failure"),
        arena.scope().isAlive());
  }

  /** All but one method are the interface's own. */
  private static String proxyOfDefaults() {
    List<String> asked = new ArrayList<>();
    Arena proxy =
        proxy(
            (self, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, arguments);
              }
              asked.add(method.getName() + " " + method.getParameterCount());
              return method.invoke(Arena.global(), arguments);
            });
    proxy.allocate(10);
    proxy.allocate(JAVA_INT, 3);
    String text = proxy.allocateFrom("abc").getString(0);
    return Outcome.of(text, asked);
  }

  private static String conditional() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (Arena arena = i % 2 == 0 ? Arena.ofConfined() : Arena.ofShared()) {
        found.add(used(arena));
      }
    }
    return found.toString();
  }

  private static Object closer(Arena arena) {
    Runnable close = arena::close;
    MemorySegment segment = arena.allocate(10);
    return Outcome.of(
        Refusal.ofRunning(close), Refusal.ofRunning(close), segment.scope().isAlive());
  }

  private static Object names(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        names.add(method.toGenericString());
      }
    }
    names.sort(null);
    return names;
  }

  private static Object caller() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
  }
}
