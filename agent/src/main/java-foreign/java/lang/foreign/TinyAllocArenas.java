package java.lang.foreign;

import dev.tinyalloc.hook.ArenaHook;
import java.nio.charset.Charset;
import jdk.internal.foreign.ArenaImpl;
import jdk.internal.foreign.TinyAllocRegions;
import jdk.internal.vm.annotation.ForceInline;

/**
 * Called from rewritten code in place of the methods of {@code Arena} and {@code SegmentAllocator},
 * with the number of the calling line behind the method's own arguments. It stands in this package
 * since every class loader asks the boot loader for names that begin with {@code java.}.
 *
 * <p>A method that the JDK builds on another one announces its line and calls the JDK's.
 */
public final class TinyAllocArenas {

  private TinyAllocArenas() {}

  /** {@code Arena.ofConfined()} at the line {@code opening}. */
  public static Arena ofConfined(int opening) {
    return TinyAllocRegions.ofConfined(opening);
  }

  /** {@code Arena.ofConfined()} of a caller that is not known yet. */
  public static Arena ofConfined() {
    return TinyAllocRegions.ofConfined(ArenaHook.UNKNOWN);
  }

  /** {@code Arena.ofShared()} at the line {@code opening}. */
  public static Arena ofShared(int opening) {
    return TinyAllocRegions.ofShared(opening);
  }

  /** {@code Arena.ofShared()} of a caller that is not known yet. */
  public static Arena ofShared() {
    return TinyAllocRegions.ofShared(ArenaHook.UNKNOWN);
  }

  /** {@code Arena.ofAuto()} at the line {@code opening}. */
  public static Arena ofAuto(int opening) {
    return TinyAllocRegions.ofAuto(opening);
  }

  /** {@code Arena.ofAuto()} of a caller that is not known yet. */
  public static Arena ofAuto() {
    return TinyAllocRegions.ofAuto(ArenaHook.UNKNOWN);
  }

  /** {@code receiver.allocate(byteSize)} at the line {@code site}. */
  @ForceInline
  public static MemorySegment allocate(SegmentAllocator receiver, long byteSize, int site) {
    return receiver instanceof ArenaImpl arena
        ? TinyAllocRegions.allocate(arena, byteSize, 1, site, true)
        : receiver.allocate(byteSize);
  }

  /** {@code receiver.allocate(byteSize, byteAlignment)} at the line {@code site}. */
  @ForceInline
  public static MemorySegment allocate(
      SegmentAllocator receiver, long byteSize, long byteAlignment, int site) {
    return receiver instanceof ArenaImpl arena
        ? TinyAllocRegions.allocate(arena, byteSize, byteAlignment, site, true)
        : receiver.allocate(byteSize, byteAlignment);
  }

  /** {@code receiver.allocate(layout)} at the line {@code site}. */
  public static MemorySegment allocate(SegmentAllocator receiver, MemoryLayout layout, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocate(layout);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocate(elementLayout, count)} at the line {@code site}. */
  public static MemorySegment allocate(
      SegmentAllocator receiver, MemoryLayout elementLayout, long count, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocate(elementLayout, count);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(text)} at the line {@code site}. */
  public static MemorySegment allocateFrom(SegmentAllocator receiver, String text, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(text);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(text, charset)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, String text, Charset charset, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(text, charset);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfByte layout, byte value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfChar layout, char value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfShort layout, short value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfInt layout, int value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfFloat layout, float value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfLong layout, long value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfDouble layout, double value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(layout, value)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, AddressLayout layout, MemorySegment value, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(layout, value);
    } finally {
      takeBack(announced);
    }
  }

  /**
   * {@code receiver.allocateFrom(elementLayout, source, sourceLayout, sourceOffset, count)} at the
   * line {@code site}.
   */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver,
      ValueLayout elementLayout,
      MemorySegment source,
      ValueLayout sourceLayout,
      long sourceOffset,
      long count,
      int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, source, sourceLayout, sourceOffset, count);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfByte elementLayout, byte[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfShort elementLayout, short[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfChar elementLayout, char[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfInt elementLayout, int[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfFloat elementLayout, float[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfLong elementLayout, long[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** {@code receiver.allocateFrom(elementLayout, elements)} at the line {@code site}. */
  public static MemorySegment allocateFrom(
      SegmentAllocator receiver, ValueLayout.OfDouble elementLayout, double[] elements, int site) {
    boolean announced = announce(receiver, site);
    try {
      return receiver.allocateFrom(elementLayout, elements);
    } finally {
      takeBack(announced);
    }
  }

  /** The line is used up by the allocation, unless the method throws before it comes so far. */
  private static boolean announce(SegmentAllocator receiver, int site) {
    boolean ours = receiver instanceof ArenaImpl;
    if (ours) {
      ArenaHook.announce(site);
    }
    return ours;
  }

  private static void takeBack(boolean announced) {
    if (announced) {
      ArenaHook.announce(0);
    }
  }
}
