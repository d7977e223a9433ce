package dev.tinyalloc.it.fidelity;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/** An arena as programs write them: another's scope and close, an allocator of its choice. */
final class Delegate implements Arena {

  private final Arena arena;
  private final SegmentAllocator allocator;

  Delegate(Arena arena) {
    this(arena, arena);
  }

  Delegate(Arena arena, SegmentAllocator allocator) {
    this.arena = arena;
    this.allocator = allocator;
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    return allocator.allocate(byteSize, byteAlignment);
  }

  @Override
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  @Override
  public void close() {
    arena.close();
  }
}
