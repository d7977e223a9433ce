package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all processes that this one has waited for have used, with their own children: the
 * difference of two readings around a child is the child's. See proc_pid_stat(5). Times are kept in
 * ticks of 10 ms, so a program should run for seconds.
 *
 * @param userMillis processor time in the program, in milliseconds
 * @param systemMillis processor time in the kernel, in milliseconds
 */
record ProcessStat(long minorFaults, long majorFaults, long userMillis, long systemMillis) {

  private static final Path SELF = Path.of("/proc/self/stat");

  /** USER_HZ, which no Linux for Java has otherwise. */
  private static final long TICK_MILLIS = 10;

  // Counted from the third field, the first one behind the name in parentheses.
  private static final int MINOR_FAULTS = 11 - 3;
  private static final int MAJOR_FAULTS = 13 - 3;
  private static final int USER = 16 - 3;
  private static final int SYSTEM = 17 - 3;

  /** The sums so far; null where the system does not say. */
  static @Nullable ProcessStat ofChildren() {
    try {
      return parse(Files.readString(SELF, StandardCharsets.ISO_8859_1));
    } catch (IOException | RuntimeException notLinux) {
      return null;
    }
  }

  static ProcessStat parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(
        Long.parseLong(fields[MINOR_FAULTS]),
        Long.parseLong(fields[MAJOR_FAULTS]),
        Long.parseLong(fields[USER]) * TICK_MILLIS,
        Long.parseLong(fields[SYSTEM]) * TICK_MILLIS);
  }

  ProcessStat since(ProcessStat before) {
    return new ProcessStat(
        minorFaults - before.minorFaults,
        majorFaults - before.majorFaults,
        userMillis - before.userMillis,
        systemMillis - before.systemMillis);
  }
}
