package dev.tinyalloc.it.programs.arenas;

import static dev.tinyalloc.it.programs.arenas.Here.allocated;
import static dev.tinyalloc.it.programs.arenas.Here.here;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.MemorySegment.Scope;
import java.lang.foreign.SegmentAllocator;
import java.lang.reflect.Proxy;

/**
 * Arenas and allocators of the program's own on top of one of the JDK's. What counts is the line
 * that asks the JDK's.
 */
final class OwnArenas {

  private final Arena arena;

  OwnArenas(Arena arena) {
    this.arena = arena;
  }

  void call() {
    new Delegating(arena).node();
    Small small =
        (size, alignment) -> allocated("own allocator", here(), arena.allocate(size, alignment));
    small.small();
    proxy().allocate(Here.SIZE, 8);
    MemorySegment large = allocated("below slices", here(), arena.allocate(4 * Here.SIZE));
    SegmentAllocator.slicingAllocator(large).allocate(Here.SIZE);
    SegmentAllocator.slicingAllocator(large).allocateFrom("text");
    SegmentAllocator.prefixAllocator(large).allocate(Here.SIZE);
  }

  private Arena proxy() {
    return (Arena)
        Proxy.newProxyInstance(
            OwnArenas.class.getClassLoader(),
            new Class<?>[] {Arena.class},
            (self, method, arguments) ->
                allocated("proxy", here(), (MemorySegment) method.invoke(arena, arguments)));
  }

  /** With a default method that allocates. */
  private interface Nodes extends Arena {
    default MemorySegment node() {
      return allocate(Here.SIZE);
    }
  }

  /** The same, of allocators. */
  private interface Small extends SegmentAllocator {
    default MemorySegment small() {
      return allocate(Here.SIZE);
    }
  }

  private record Delegating(Arena arena) implements Nodes {

    @Override
    public MemorySegment allocate(long size, long alignment) {
      return allocated("own arena", here(), arena.allocate(size, alignment));
    }

    @Override
    public Scope scope() {
      return arena.scope();
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
