package dev.tinyalloc.it.programs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * A few functions of the C library on 64-bit Linux, bound as jextract binds a header: a layout and
 * a handle for each, a static method around it.
 */
@SuppressWarnings("restricted")
final class StandardC {

  /** {@code div_t}. */
  static final StructLayout DIV =
      MemoryLayout.structLayout(JAVA_INT.withName("quot"), JAVA_INT.withName("rem"));

  /** {@code ldiv_t}. */
  static final StructLayout LDIV =
      MemoryLayout.structLayout(JAVA_LONG.withName("quot"), JAVA_LONG.withName("rem"));

  /** {@code struct tm}. */
  static final StructLayout TM =
      MemoryLayout.structLayout(
          JAVA_INT.withName("tm_sec"),
          JAVA_INT.withName("tm_min"),
          JAVA_INT.withName("tm_hour"),
          JAVA_INT.withName("tm_mday"),
          JAVA_INT.withName("tm_mon"),
          JAVA_INT.withName("tm_year"),
          JAVA_INT.withName("tm_wday"),
          JAVA_INT.withName("tm_yday"),
          JAVA_INT.withName("tm_isdst"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("tm_gmtoff"),
          ADDRESS.withName("tm_zone"));

  /** Where {@link #strtol} leaves {@code errno}. */
  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle STRLEN =
      bind("strlen", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  private static final MethodHandle QSORT =
      bind("qsort", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
  private static final MethodHandle DIV_CALL =
      bind("div", FunctionDescriptor.of(DIV, JAVA_INT, JAVA_INT));
  private static final MethodHandle LDIV_CALL =
      bind("ldiv", FunctionDescriptor.of(LDIV, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle STRTOL =
      bind(
          "strtol",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle GMTIME_R =
      bind("gmtime_r", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle MKTIME =
      bind("mktime", FunctionDescriptor.of(JAVA_LONG, ADDRESS));

  private static final FunctionDescriptor COMPARATOR =
      FunctionDescriptor.of(
          JAVA_INT, ADDRESS.withTargetLayout(JAVA_INT), ADDRESS.withTargetLayout(JAVA_INT));

  private StandardC() {}

  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment function = LINKER.defaultLookup().find(name).orElseThrow();
    return LINKER.downcallHandle(function, descriptor, options);
  }

  /** Compares two integers. */
  interface Comparator {
    int compare(MemorySegment a, MemorySegment b);
  }

  /** A function pointer for {@link #qsort}, valid as long as {@code arena} is open. */
  static MemorySegment comparator(Comparator comparator, Arena arena) {
    try {
      MethodType type = COMPARATOR.toMethodType();
      MethodHandle compare = MethodHandles.lookup().findVirtual(Comparator.class, "compare", type);
      return LINKER.upcallStub(compare.bindTo(comparator), COMPARATOR, arena);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("compare", impossible);
    }
  }

  static long strlen(MemorySegment string) {
    try {
      return (long) STRLEN.invokeExact(string);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static void qsort(MemorySegment base, long count, long width, MemorySegment comparator) {
    try {
      QSORT.invokeExact(base, count, width, comparator);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static MemorySegment div(SegmentAllocator allocator, int numerator, int denominator) {
    try {
      return (MemorySegment) DIV_CALL.invokeExact(allocator, numerator, denominator);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static MemorySegment ldiv(SegmentAllocator allocator, long numerator, long denominator) {
    try {
      return (MemorySegment) LDIV_CALL.invokeExact(allocator, numerator, denominator);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** {@code state} is of {@link #CALL_STATE}; see {@link #errno}. */
  static long strtol(MemorySegment state, MemorySegment string, MemorySegment end, int base) {
    try {
      return (long) STRTOL.invokeExact(state, string, end, base);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static MemorySegment gmtimeR(MemorySegment time, MemorySegment tm) {
    try {
      return (MemorySegment) GMTIME_R.invokeExact(time, tm);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static long mktime(MemorySegment tm) {
    try {
      return (long) MKTIME.invokeExact(tm);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static Error rethrown(Throwable thrown) {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw new AssertionError(thrown);
  }
}
