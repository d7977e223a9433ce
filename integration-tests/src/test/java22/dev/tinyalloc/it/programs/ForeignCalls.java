package dev.tinyalloc.it.programs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Calls the C library, each time with a confined arena for the arguments. Prints a checksum of what
 * each function returned, and what happens where the rules of arenas are broken. The argument is
 * the number of rounds; a round has 7 calls, and upcalls.
 */
public final class ForeignCalls {

  private static final String MARK = "ran ";

  private static final int NUMBERS = 8;

  private ForeignCalls() {}

  public static void main(String[] arguments) throws InterruptedException {
    int rounds = Integer.parseInt(arguments[0]);
    loop("length", rounds, ForeignCalls::length);
    loop("divide", rounds, ForeignCalls::divide);
    loop("divideLong", rounds, ForeignCalls::divideLong);
    loop("parse", rounds, ForeignCalls::parse);
    loop("date", rounds, ForeignCalls::date);
    loop("sortOnce", rounds / 100, ForeignCalls::sortOnce);
    sort(rounds);
    new BrokenRules().print();
  }

  /** One call, or a few that belong together; returns what they gave. */
  private interface Round {
    long run(int number);
  }

  private static void loop(String name, int rounds, Round round) {
    CRC32 results = new CRC32();
    for (int i = 0; i < rounds; i++) {
      enter(results, round.run(i));
    }
    System.out.println(MARK + name + " " + rounds + " " + results.getValue());
  }

  private static void enter(CRC32 results, long value) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      results.update((int) (value >>> shift));
    }
  }

  private static long length(int number) {
    try (Arena arena = Arena.ofConfined()) {
      return StandardC.strlen(arena.allocateFrom("x".repeat(number % 100)));
    }
  }

  private static long divide(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment result = StandardC.div(arena, number, 7);
      return 31L * result.get(JAVA_INT, 0) + result.get(JAVA_INT, 4);
    }
  }

  private static long divideLong(int number) {
    try (Arena arena = Arena.ofConfined()) {
      SegmentAllocator inPlace = SegmentAllocator.prefixAllocator(arena.allocate(StandardC.LDIV));
      MemorySegment result = StandardC.ldiv(inPlace, number * 1_000_000_007L, 1013);
      return 31 * result.get(JAVA_LONG, 0) + result.get(JAVA_LONG, 8);
    }
  }

  /** Every seventh number is too large, which C says by {@code errno}. */
  private static long parse(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(StandardC.CALL_STATE);
      MemorySegment end = arena.allocate(ADDRESS);
      MemorySegment text = arena.allocateFrom(number + (number % 7 == 0 ? "0".repeat(20) : " km"));
      long parsed = StandardC.strtol(state, text, end, 10);
      long read = end.get(ADDRESS, 0).address() - text.address();
      return 31 * (31 * parsed + read) + (parsed == Long.MAX_VALUE ? StandardC.errno(state) : 0);
    }
  }

  private static long date(int number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocateFrom(JAVA_LONG, number * 86_399L);
      MemorySegment tm = arena.allocate(StandardC.TM);
      boolean same = StandardC.gmtimeR(time, tm).address() == tm.address();
      long back = StandardC.mktime(tm);
      return 31 * back + tm.get(JAVA_INT, 20) + (same ? 1 : 0);
    }
  }

  /** With a function pointer that is as short-lived as the numbers. */
  private static long sortOnce(int number) {
    try (Arena arena = Arena.ofConfined()) {
      return sorted(number, arena, StandardC.comparator(ForeignCalls::compare, arena));
    }
  }

  /** With one function pointer for all, and threads that share it. */
  private static void sort(int rounds) throws InterruptedException {
    try (Arena shared = Arena.ofShared()) {
      MemorySegment comparator = StandardC.comparator(ForeignCalls::compare, shared);
      MemorySegment results = shared.allocate(JAVA_LONG, 2);
      Thread[] threads = new Thread[2];
      for (int i = 0; i < threads.length; i++) {
        long offset = 8L * i;
        int first = i;
        threads[i] =
            new Thread(
                () -> {
                  for (int number = first; number < rounds; number += 2) {
                    long sum = results.get(JAVA_LONG, offset) * 31 + sortShared(number, comparator);
                    results.set(JAVA_LONG, offset, sum);
                  }
                });
        threads[i].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      String sums = results.get(JAVA_LONG, 0) + " " + results.get(JAVA_LONG, 8);
      System.out.println(MARK + "sortShared " + rounds + " " + sums);
    }
  }

  private static long sortShared(int number, MemorySegment comparator) {
    try (Arena arena = Arena.ofConfined()) {
      return sorted(number, arena, comparator);
    }
  }

  private static long sorted(int seed, Arena arena, MemorySegment comparator) {
    int[] numbers = new Random(seed).ints(NUMBERS).toArray();
    MemorySegment array = arena.allocateFrom(JAVA_INT, numbers);
    StandardC.qsort(array, NUMBERS, Integer.BYTES, comparator);
    long result = 0;
    for (int i = 0; i < NUMBERS; i++) {
      result = 31 * result + array.getAtIndex(JAVA_INT, i);
    }
    return result;
  }

  private static int compare(MemorySegment a, MemorySegment b) {
    return Integer.compare(a.get(JAVA_INT, 0), b.get(JAVA_INT, 0));
  }
}
