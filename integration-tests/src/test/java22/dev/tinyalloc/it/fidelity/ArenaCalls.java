package dev.tinyalloc.it.fidelity;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Calls of the C library, and its calls back. */
@SuppressWarnings("restricted")
final class ArenaCalls {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout INT_POINTER =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(1, JAVA_INT));

  private ArenaCalls() {}

  static void addTo(Checks checks) {
    checks
        .add("strlen", () -> Kind.each(ArenaCalls::strlen))
        .add("strlen in a loop", ArenaCalls::strlenLoop)
        .add("strcat", () -> Kind.each(ArenaCalls::strcat))
        .add("memcpy returns its target", () -> Kind.each(ArenaCalls::memcpy))
        .add("returned address", () -> Kind.each(ArenaCalls::strchr))
        .add("qsort", () -> Kind.each(ArenaCalls::qsort))
        .add("qsort in a loop", ArenaCalls::qsortLoop)
        .add("a struct returned", () -> Kind.each(ArenaCalls::div))
        .add("a struct returned into slices", ArenaCalls::divSlices)
        .add("a struct returned, refused", () -> Kind.each(Kind.CLOSEABLE, ArenaCalls::divRefused))
        .add("a struct passed", () -> Kind.each(ArenaCalls::structPassed))
        .add("errno", () -> Kind.each(ArenaCalls::errno))
        .add("closed argument", () -> Kind.each(Kind.CLOSEABLE, ArenaCalls::closedArgument))
        .add("another thread's argument", () -> Kind.each(ArenaCalls::foreignArgument))
        .add("closed within the call", () -> Kind.each(ArenaCalls::closedWithin))
        .add("allocated within the call", () -> Kind.each(ArenaCalls::allocatedWithin))
        .add("stub after close", () -> Kind.each(Kind.CLOSEABLE, ArenaCalls::closedStub))
        .add("stub by another thread", () -> Kind.each(ArenaCalls::foreignStub))
        .add("stubs in number", () -> Kind.each(Kind.CLOSEABLE, ArenaCalls::manyStubs))
        .add("library lookup", () -> Kind.each(Kind.CLOSEABLE, ArenaCalls::lookup))
        .add("several segments", () -> Kind.each(ArenaCalls::memcmp))
        .add("text by the C library", () -> Kind.each(ArenaCalls::snprintf))
        .add("segment of C's memory", () -> Kind.each(Kind.FREED, ArenaCalls::malloc));
  }

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment symbol = LINKER.defaultLookup().find(name).orElseThrow();
    return LINKER.downcallHandle(symbol, type, options);
  }

  private static MethodHandle strlen() {
    return function("strlen", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  }

  private static Object strlen(Arena arena) throws Throwable {
    MethodHandle strlen = strlen();
    List<Long> lengths = new ArrayList<>();
    for (String text : List.of("", "a", "hello", "caf\u00e9", "x".repeat(10_000))) {
      lengths.add((long) strlen.invokeExact(arena.allocateFrom(text)));
    }
    return lengths;
  }

  private static String strlenLoop() throws Throwable {
    MethodHandle strlen = strlen();
    long sum = 0;
    for (int i = 0; i < 3_000; i++) {
      try (Arena arena = Arena.ofConfined()) {
        sum += (long) strlen.invokeExact(arena.allocateFrom("y".repeat(i % 100)));
      }
    }
    return "" + sum;
  }

  private static Object strcat(Arena arena) throws Throwable {
    MethodHandle strcat = function("strcat", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    MemorySegment target = arena.allocate(30);
    target.setString(0, "one ");
    MemorySegment returned = (MemorySegment) strcat.invokeExact(target, arena.allocateFrom("two"));
    return Outcome.of(
        target.getString(0), returned.address() == target.address(), returned.byteSize());
  }

  private static Object memcpy(Arena arena) throws Throwable {
    MethodHandle memcpy =
        function("memcpy", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    MemorySegment source = SegmentContents.write(arena.allocate(5_000), 1);
    MemorySegment target = arena.allocate(5_000);
    MemorySegment returned = (MemorySegment) memcpy.invokeExact(target, source, 5_000L);
    return Outcome.of(
        SegmentContents.damage(target, 1),
        SegmentContents.damage(returned.reinterpret(5_000), 1),
        returned.scope().isAlive());
  }

  private static Object strchr(Arena arena) throws Throwable {
    MethodHandle strchr = function("strchr", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    MemorySegment text = arena.allocateFrom("abcdef");
    MemorySegment found = (MemorySegment) strchr.invokeExact(text, (int) 'd');
    MemorySegment none = (MemorySegment) strchr.invokeExact(text, (int) 'x');
    return Outcome.of(
        found.address() - text.address(), none.equals(MemorySegment.NULL), found.isNative());
  }

  private static int compare(MemorySegment one, MemorySegment two) {
    return Integer.compare(one.get(JAVA_INT, 0), two.get(JAVA_INT, 0));
  }

  private static MethodHandle qsort() {
    return function("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
  }

  private static MemorySegment comparator(Arena arena) throws ReflectiveOperationException {
    MethodHandle compare =
        MethodHandles.lookup()
            .findStatic(
                ArenaCalls.class,
                "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
    return stub(arena, compare);
  }

  private static MemorySegment stub(Arena arena, MethodHandle compare) {
    var type = FunctionDescriptor.of(JAVA_INT, INT_POINTER, INT_POINTER);
    return LINKER.upcallStub(compare, type, arena);
  }

  private static Object qsort(Arena arena) throws Throwable {
    MemorySegment numbers = arena.allocateFrom(JAVA_INT, 5, 3, 9, -1, 7, 0, 3);
    qsort().invokeExact(numbers, 7L, 4L, comparator(arena));
    return Arrays.toString(numbers.toArray(JAVA_INT));
  }

  private static String qsortLoop() throws Throwable {
    MethodHandle qsort = qsort();
    long sum = 0;
    for (int i = 0; i < 80; i++) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment numbers = arena.allocate(JAVA_INT, 50);
        for (int k = 0; k < 50; k++) {
          numbers.setAtIndex(JAVA_INT, k, (k * 37 + i) % 101);
        }
        qsort.invokeExact(numbers, 50L, 4L, comparator(arena));
        sum = 31 * sum + Arrays.hashCode(numbers.toArray(JAVA_INT));
      }
    }
    return "" + sum;
  }

  private static StructLayout quotient() {
    return MemoryLayout.structLayout(JAVA_INT.withName("quot"), JAVA_INT.withName("rem"));
  }

  private static MethodHandle div() {
    return function("div", FunctionDescriptor.of(quotient(), JAVA_INT, JAVA_INT));
  }

  private static Object div(Arena arena) throws Throwable {
    MethodHandle div = div();
    MemorySegment one = (MemorySegment) div.invokeExact((SegmentAllocator) arena, 17, 5);
    MemorySegment two = (MemorySegment) div.invokeExact((SegmentAllocator) arena, -17, 5);
    return Outcome.of(
        Arrays.toString(one.toArray(JAVA_INT)),
        Arrays.toString(two.toArray(JAVA_INT)),
        one.scope() == arena.scope(),
        one.byteSize());
  }

  private static String divSlices() throws Throwable {
    MethodHandle div = div();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(quotient(), 10);
      SegmentAllocator allocator = SegmentAllocator.slicingAllocator(block);
      for (int i = 0; i < 10; i++) {
        MemorySegment one = (MemorySegment) div.invokeExact(allocator, 100 + i, 7);
        one.set(JAVA_INT, 0, one.get(JAVA_INT, 0) + 1);
      }
      return Arrays.toString(block.toArray(JAVA_INT));
    }
  }

  private static Object divRefused(Arena arena) {
    MethodHandle div = div();
    arena.close();
    return Refusal.of(() -> (MemorySegment) div.invokeExact((SegmentAllocator) arena, 17, 5));
  }

  private static Object structPassed(Arena arena) throws Throwable {
    StructLayout address = MemoryLayout.structLayout(JAVA_INT);
    MethodHandle text = function("inet_ntoa", FunctionDescriptor.of(ADDRESS, address));
    MemorySegment struct = arena.allocateFrom(JAVA_BYTE, new byte[] {10, 1, 2, 3});
    MemorySegment returned = (MemorySegment) text.invokeExact(struct);
    return returned.reinterpret(20).getString(0);
  }

  private static Object errno(Arena arena) throws Throwable {
    Linker.Option capture = Linker.Option.captureCallState("errno");
    MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), capture);
    MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
    int result = (int) close.invokeExact(state, -1);
    return Outcome.of(result, state.get(JAVA_INT, 0), state.byteSize());
  }

  private static Object closedArgument(Arena arena) {
    MethodHandle strlen = strlen();
    MemorySegment text = arena.allocateFrom("abc");
    arena.close();
    return Refusal.of(() -> (long) strlen.invokeExact(text));
  }

  private static Object foreignArgument(Arena arena) throws InterruptedException {
    MethodHandle strlen = strlen();
    MemorySegment text = arena.allocateFrom("abc");
    return Outcome.of(
        Refusal.elsewhere(() -> (long) strlen.invokeExact(text)),
        Refusal.virtually(() -> (long) strlen.invokeExact(text)));
  }

  /** What {@code qsort}'s comparator does; what it saw. */
  private record Within(Check action, List<Object> seen) {

    @SuppressWarnings("UnusedMethod") // Called by name.
    int compare(MemorySegment one, MemorySegment two) {
      if (seen.isEmpty()) {
        seen.add(Refusal.of(action));
      }
      return ArenaCalls.compare(one, two);
    }

    MemorySegment stub(Arena arena) throws ReflectiveOperationException {
      MethodType type = MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class);
      return ArenaCalls.stub(arena, MethodHandles.lookup().bind(this, "compare", type));
    }
  }

  /** The call holds the arenas of its arguments. */
  private static Object closedWithin(Arena arena) throws Throwable {
    try (Arena stubs = Arena.ofShared()) {
      MemorySegment numbers = arena.allocateFrom(JAVA_INT, 3, 2, 1);
      Within within =
          new Within(
              () -> Outcome.of(Refusal.ofRunning(arena::close), Refusal.ofRunning(stubs::close)),
              new ArrayList<>());
      qsort().invokeExact(numbers, 3L, 4L, within.stub(stubs));
      return Outcome.of(within.seen, Arrays.toString(numbers.toArray(JAVA_INT)));
    }
  }

  private static Object allocatedWithin(Arena arena) throws Throwable {
    MemorySegment numbers = arena.allocateFrom(JAVA_INT, 3, 2, 1);
    Within within =
        new Within(() -> SegmentContents.firstSet(arena.allocate(5_000)), new ArrayList<>());
    qsort().invokeExact(numbers, 3L, 4L, within.stub(arena));
    return Outcome.of(within.seen, Arrays.toString(numbers.toArray(JAVA_INT)));
  }

  private static Object closedStub(Arena arena) throws Throwable {
    MemorySegment stub = comparator(arena);
    boolean alive = stub.scope().isAlive();
    arena.close();
    MemorySegment numbers = Arena.ofAuto().allocateFrom(JAVA_INT, 2, 1);
    return Outcome.of(
        alive,
        stub.scope().isAlive(),
        stub.byteSize(),
        Refusal.ofRunning(() -> sort(numbers, stub)));
  }

  private static void sort(MemorySegment numbers, MemorySegment stub) {
    try {
      qsort().invokeExact(numbers, numbers.byteSize() / 4, 4L, stub);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object foreignStub(Arena arena) throws Throwable {
    MemorySegment stub = comparator(arena);
    return Refusal.elsewhere(
        () -> {
          MemorySegment numbers = Arena.ofAuto().allocateFrom(JAVA_INT, 2, 1);
          sort(numbers, stub);
          return Arrays.toString(numbers.toArray(JAVA_INT));
        });
  }

  private static Object manyStubs(Arena arena) throws Throwable {
    MemorySegment numbers = arena.allocateFrom(JAVA_INT, 4, 3, 2, 1);
    for (int i = 0; i < 100; i++) {
      numbers.setAtIndex(JAVA_INT, i % 4, i);
      sort(numbers, comparator(arena));
      arena.allocate(i);
    }
    return Arrays.toString(numbers.toArray(JAVA_INT));
  }

  private static Object lookup(Arena arena) {
    String none = Refusal.of(() -> SymbolLookup.libraryLookup("no-such-library", arena));
    SymbolLookup loader = SymbolLookup.loaderLookup();
    return Outcome.of(none, loader.find("no_such_symbol").isPresent());
  }

  private static Object memcmp(Arena arena) throws Throwable {
    MethodHandle memcmp =
        function("memcmp", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    MemorySegment one = SegmentContents.write(arena.allocate(500), 1);
    MemorySegment two = SegmentContents.write(arena.allocate(500), 1);
    int same = (int) memcmp.invokeExact(one, two, 500L);
    int itself = (int) memcmp.invokeExact(one, one.asSlice(0), 500L);
    return Outcome.of(same, itself);
  }

  private static Object snprintf(Arena arena) throws Throwable {
    MethodHandle snprintf =
        function(
            "snprintf",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(3));
    MemorySegment text = arena.allocate(50);
    int length =
        (int)
            snprintf.invokeExact(
                text, 50L, arena.allocateFrom("%d %s"), 42, arena.allocateFrom("words"));
    return Outcome.of(length, text.getString(0));
  }

  /** As documented: C's memory becomes the arena's, and its clean-up gives it back. */
  private static Object malloc(Arena arena) throws Throwable {
    MethodHandle malloc = function("malloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    MethodHandle free = function("free", FunctionDescriptor.ofVoid(ADDRESS));
    MemorySegment raw = (MemorySegment) malloc.invokeExact(100L);
    MemorySegment owned =
        raw.reinterpret(
            100,
            arena,
            gone -> {
              try {
                free.invokeExact(gone);
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
            });
    SegmentContents.write(owned, 1);
    return Outcome.of(SegmentContents.damage(owned, 1), owned.scope() == arena.scope());
  }
}
