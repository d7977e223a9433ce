package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** What arenas, scopes and segments are, and which of them are the same. */
final class ArenaScopes {

  private ArenaScopes() {}

  static void addTo(Checks checks) {
    checks
        .add("classes", () -> Kind.each(ArenaScopes::classes))
        .add("superclasses", () -> Kind.each(ArenaScopes::superclasses))
        .add("fields", () -> Kind.each(ArenaScopes::fields))
        .add("instance of", () -> Kind.each(ArenaScopes::instances))
        .add("same scope each time", () -> Kind.each(ArenaScopes::sameScope))
        .add("scope of segments", () -> Kind.each(ArenaScopes::segmentScope))
        .add("scope of slices", () -> Kind.each(ArenaScopes::sliceScope))
        .add("scope of reinterpreted", () -> Kind.each(ArenaScopes::reinterpretedScope))
        .add("scopes of arenas differ", ArenaScopes::scopesDiffer)
        .add("arenas differ", ArenaScopes::arenasDiffer)
        .add("scope after close", () -> Kind.each(Kind.CLOSEABLE, ArenaScopes::afterClose))
        .add("alive", () -> Kind.each(arena -> arena.scope().isAlive()))
        .add("global is one", ArenaScopes::global)
        .add("segments equal", () -> Kind.each(ArenaScopes::equal))
        .add("segments in a set", () -> Kind.each(ArenaScopes::inSet))
        .add("text of a segment", () -> Kind.each(ArenaScopes::text))
        .add("text of an arena", () -> Kind.each(ArenaScopes::arenaText))
        .add("properties of a segment", () -> Kind.each(ArenaScopes::properties))
        .add("mapped operations", () -> Kind.each(ArenaScopes::mapped))
        .add("heap base", () -> Kind.each(arena -> arena.allocate(8).heapBase()))
        .add("of an allocator", () -> Kind.each(ArenaScopes::allocatorScope))
        .add("of text", () -> Kind.each(arena -> arena.allocateFrom("a").scope() == arena.scope()))
        .add("lock", () -> Kind.each(ArenaScopes::locked));
  }

  private static Object classes(Arena arena) {
    return Outcome.of(arena.getClass(), arena.scope().getClass(), arena.allocate(8).getClass());
  }

  private static Object superclasses(Arena arena) {
    return Outcome.of(
        Arrays.toString(arena.getClass().getInterfaces()),
        arena.getClass().getSuperclass(),
        arena.scope().getClass().getSuperclass(),
        arena.allocate(8).getClass().getSuperclass(),
        Modifier.toString(arena.getClass().getModifiers()),
        arena.getClass().getClassLoader(),
        arena.getClass().getModule());
  }

  private static Object fields(Arena arena) {
    return Outcome.of(members(arena.getClass()), members(arena.scope().getClass()));
  }

  /** Compilers' and others' synthetic members are nobody's business. */
  private static Set<String> members(Class<?> type) {
    Set<String> names = new TreeSet<>();
    for (var field : type.getDeclaredFields()) {
      names.add(field.getName());
    }
    for (var method : type.getDeclaredMethods()) {
      if (!method.isSynthetic()) {
        names.add(method.toString());
      }
    }
    return names;
  }

  private static Object instances(Arena arena) {
    Object object = arena;
    return Outcome.of(
        object instanceof SegmentAllocator,
        object instanceof AutoCloseable,
        object instanceof java.io.Closeable,
        object instanceof MemorySegment.Scope,
        Arena.class.isInstance(arena.scope()));
  }

  private static Object sameScope(Arena arena) {
    MemorySegment.Scope scope = arena.scope();
    arena.allocate(10);
    return Outcome.of(
        scope == arena.scope(),
        scope.equals(arena.scope()),
        scope.hashCode() == arena.scope().hashCode());
  }

  private static Object segmentScope(Arena arena) {
    MemorySegment one = arena.allocate(10);
    MemorySegment two = arena.allocate(10_000);
    MemorySegment three = arena.allocate(0);
    return Outcome.of(
        one.scope() == arena.scope(),
        one.scope() == two.scope(),
        two.scope() == three.scope(),
        one.scope().equals(arena.scope()));
  }

  private static Object sliceScope(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    return Outcome.of(
        segment.asSlice(1, 5).scope() == arena.scope(),
        segment.asReadOnly().scope() == arena.scope(),
        segment.asSlice(50).asReadOnly().asSlice(0).scope().equals(segment.scope()),
        MemorySegment.ofBuffer(segment.asByteBuffer()).scope().equals(arena.scope()));
  }

  @SuppressWarnings("restricted")
  private static Object reinterpretedScope(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    MemorySegment bare = MemorySegment.ofAddress(segment.address());
    return Outcome.of(
        segment.reinterpret(50).scope() == arena.scope(),
        bare.scope() == arena.scope(),
        bare.scope() == Arena.global().scope(),
        bare.scope().equals(Arena.global().scope()),
        bare.reinterpret(arena, null).scope() == arena.scope());
  }

  private static String scopesDiffer() {
    try (Arena one = Arena.ofConfined();
        Arena two = Arena.ofConfined();
        Arena three = Arena.ofShared()) {
      return Outcome.of(
          one.scope().equals(two.scope()),
          two.scope().equals(three.scope()),
          Arena.ofAuto().scope().equals(Arena.ofAuto().scope()),
          Arena.global().scope().equals(one.scope()));
    }
  }

  private static String arenasDiffer() {
    try (Arena one = Arena.ofConfined();
        Arena two = Arena.ofConfined()) {
      return Outcome.of(one.equals(two), one.hashCode() == System.identityHashCode(one));
    }
  }

  private static Object afterClose(Arena arena) {
    MemorySegment segment = arena.allocate(10);
    MemorySegment.Scope scope = arena.scope();
    int hash = scope.hashCode();
    arena.close();
    return Outcome.of(
        arena.scope() == scope,
        segment.scope() == scope,
        scope.isAlive(),
        scope.hashCode() == hash,
        scope.equals(segment.scope()));
  }

  private static String global() throws InterruptedException {
    return Outcome.of(
        Arena.global().scope() == Kind.GLOBAL.open().scope(),
        Arena.global().scope().equals(MemorySegment.NULL.scope()),
        Arena.global().allocate(10).scope().isAlive(),
        Refusal.elsewhere(() -> Arena.global().allocate(10).isAccessibleBy(Thread.currentThread())),
        Refusal.ofRunning(Arena.global()::close));
  }

  private static Object equal(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    MemorySegment other = arena.allocate(100);
    return Outcome.of(
        segment.equals(other),
        segment.equals(segment.asSlice(0)),
        segment.equals(segment.asSlice(0, 50)),
        segment.equals(segment.asReadOnly()),
        segment.hashCode() == segment.asSlice(0).hashCode(),
        segment.equals(MemorySegment.ofAddress(segment.address())));
  }

  private static Object inSet(Arena arena) {
    Set<MemorySegment> set = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      MemorySegment segment = arena.allocate(i % 3);
      set.add(segment);
      set.add(segment.asSlice(0));
    }
    return set.size();
  }

  private static Object text(Arena arena) {
    return Outcome.of(
        Refusal.withoutAddresses(arena.allocate(100).toString()),
        Refusal.withoutAddresses(arena.allocate(0).asReadOnly().toString()),
        Refusal.withoutAddresses(arena.allocate(100).asSlice(3, 4).toString()));
  }

  private static Object arenaText(Arena arena) {
    String hash = Integer.toHexString(System.identityHashCode(arena));
    String scopeHash = Integer.toHexString(System.identityHashCode(arena.scope()));
    return Outcome.of(
        arena.toString().replace(hash, "H"), arena.scope().toString().replace(scopeHash, "H"));
  }

  private static Object properties(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    return Outcome.of(
        segment.byteSize(),
        segment.isNative(),
        segment.isMapped(),
        segment.isReadOnly(),
        segment.address() % 16,
        segment.asSlice(1).address() % 16);
  }

  private static Object mapped(Arena arena) {
    MemorySegment segment = arena.allocate(100);
    return Outcome.of(
        Refusal.ofRunning(segment::load),
        Refusal.ofRunning(segment::force),
        Refusal.of(segment::isLoaded));
  }

  private static Object allocatorScope(Arena arena) {
    SegmentAllocator slicing = SegmentAllocator.slicingAllocator(arena.allocate(100));
    SegmentAllocator prefix = SegmentAllocator.prefixAllocator(arena.allocate(100));
    return Outcome.of(
        slicing.allocate(JAVA_INT).scope() == arena.scope(),
        prefix.allocate(JAVA_INT).scope() == arena.scope(),
        slicing.getClass(),
        prefix.getClass().isHidden());
  }

  private static Object locked(Arena arena) {
    synchronized (arena) {
      synchronized (arena.scope()) {
        return arena.allocate(10).byteSize();
      }
    }
  }
}
