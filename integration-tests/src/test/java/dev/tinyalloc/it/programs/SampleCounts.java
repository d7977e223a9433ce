package dev.tinyalloc.it.programs;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what the agent has sampled; asks it behind its back, since no report is needed for it. */
public final class SampleCounts {

  /** What every line begins with. */
  public static final String MARK = "sampled ";

  private SampleCounts() {}

  /**
   * Prints, for each method of {@code program} that allocates and each that calls it, how many
   * allocations were sampled, and how many of these live.
   */
  public static void print(Class<?> program) throws ReflectiveOperationException {
    Map<String, long[]> counts = new TreeMap<>();
    for (Object stack : list("stacks")) {
      List<?> frames = (List<?>) get(stack, "frames");
      if (!frames.isEmpty() && get(frames.get(0), "className").equals(program.getName())) {
        String caller = frames.size() < 2 ? "nobody" : (String) get(frames.get(1), "method");
        String where = get(frames.get(0), "method") + " called by " + caller;
        long[] sums = counts.computeIfAbsent(where, key -> new long[2]);
        sums[0] += (long) get(stack, "samples");
        sums[1] += (long) get(stack, "liveSamples");
      }
    }
    counts.forEach((where, sums) -> System.out.println(MARK + where + " " + sums[0] + " " + sums[1]));
  }

  /** What a method of the agent's samples returns. */
  public static List<?> list(String method) throws ReflectiveOperationException {
    Class<?> type = Class.forName("dev.tinyalloc.boot.sample.Samples", true, null);
    return (List<?>) type.getMethod(method).invoke(type.getField("OF_PROCESS").get(null));
  }

  private static Object get(Object record, String field) throws ReflectiveOperationException {
    Method accessor = record.getClass().getMethod(field);
    return accessor.invoke(record);
  }
}
