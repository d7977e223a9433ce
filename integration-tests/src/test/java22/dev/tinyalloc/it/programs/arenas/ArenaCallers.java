package dev.tinyalloc.it.programs.arenas;

import static dev.tinyalloc.it.programs.arenas.Here.SIZE;
import static dev.tinyalloc.it.programs.arenas.Here.allocated;
import static dev.tinyalloc.it.programs.arenas.Here.allocatedFrom;
import static dev.tinyalloc.it.programs.arenas.Here.here;

import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Allocates once in every way there is, and says of each where it did. Runs in any class loader: it
 * needs nothing beyond {@code java.base} and what lies in its own package.
 */
public final class ArenaCallers {

  private static final MethodType SIZED = MethodType.methodType(MemorySegment.class, long.class);
  private static final MethodType ALIGNED = SIZED.appendParameterTypes(long.class);

  private final Arena arena;

  private ArenaCallers(Arena arena) {
    this.arena = arena;
  }

  public static void main(String[] arguments) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      new AllMethods(arena).call();
      new OwnArenas(arena).call();
      new ArenaCallers(arena).call();
      Openers.openAll();
      Here.closeAll();
    }
  }

  private void call() throws Throwable {
    direct();
    references();
    handles();
    reflection();
    hidden();
  }

  private void direct() {
    allocated("direct call", here(), arena.allocate(SIZE));
    SegmentAllocator allocator = arena;
    allocated("as an allocator", here(), allocator.allocate(SIZE));
    allocatedFrom("from an allocator", here(), allocator.allocateFrom("text"));
    Runnable lambda = () -> allocated("lambda body", here(), arena.allocate(SIZE));
    lambda.run();
  }

  private void references() {
    allocated("reference", here(), call(arena::allocate));
    allocated("in a stream", here(), LongStream.of(SIZE).mapToObj(arena::allocate).toList().get(0));
    allocatedFrom("reference to allocateFrom", here(), text(arena::allocateFrom));
    allocated("unbound reference", here(), unbound(Arena::allocate));
    allocated("unbound, of an allocator", here(), unboundAllocator(SegmentAllocator::allocate));
  }

  private static MemorySegment call(LongFunction<MemorySegment> maker) {
    return maker.apply(SIZE);
  }

  private static MemorySegment text(Function<String, MemorySegment> maker) {
    return maker.apply("text");
  }

  private MemorySegment unbound(BiFunction<Arena, Long, MemorySegment> maker) {
    return maker.apply(arena, (long) SIZE);
  }

  private MemorySegment unboundAllocator(BiFunction<SegmentAllocator, Long, MemorySegment> maker) {
    return maker.apply(arena, (long) SIZE);
  }

  private void handles() throws Throwable {
    MethodHandle own = MethodHandles.lookup().findVirtual(Arena.class, "allocate", ALIGNED);
    allocated("findVirtual", here(), (MemorySegment) own.invokeExact(arena, 64L, 8L));
    MethodHandle open = MethodHandles.publicLookup().findVirtual(Arena.class, "allocate", SIZED);
    allocated("publicLookup", here(), (MemorySegment) open.bindTo(arena).invoke(64L));
    Method method = SegmentAllocator.class.getMethod("allocateFrom", String.class);
    MethodHandle from = MethodHandles.lookup().unreflect(method);
    allocatedFrom("unreflect", here(), (MemorySegment) from.invoke(arena, "text"));
  }

  private void reflection() throws Exception {
    Method aligned = Arena.class.getMethod("allocate", long.class, long.class);
    allocated("reflection", here(), (MemorySegment) aligned.invoke(arena, 64L, 8L));
    Method from = Arena.class.getMethod("allocateFrom", String.class);
    allocatedFrom("reflection of allocateFrom", here(), (MemorySegment) from.invoke(arena, "text"));
  }

  private void hidden() throws Exception {
    byte[] classFile;
    try (InputStream in = ArenaCallers.class.getResourceAsStream("Hidden.class")) {
      classFile = in.readAllBytes();
    }
    MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile, true);
    Object hidden = lookup.lookupClass().getDeclaredConstructor().newInstance();
    @SuppressWarnings("unchecked")
    Consumer<Object> consumer = (Consumer<Object>) hidden;
    consumer.accept(arena);
  }
}
