package dev.tinyalloc.it.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the checks of the topics that the arguments name; prints {@code TOPIC.CHECK=OUTCOME}. */
public final class Runner {

  /** What an outcome begins with when a check could not be carried out. */
  public static final String BROKEN = "BROKEN ";

  private Runner() {}

  public static void main(String[] arguments) {
    for (String argument : arguments) {
      Topic topic = Topic.valueOf(argument);
      Checks checks = topic.checks();
      for (Map.Entry<String, Check> check : checks.byName().entrySet()) {
        // What is served next comes from blocks that were in use.
        checks.before().run();
        System.out.println(
            topic + "." + check.getKey() + "=" + Outcome.line(outcome(check.getValue())));
      }
    }
    System.out.flush();
  }

  private static String outcome(Check check) {
    try {
      return Outcome.text(check.find());
    } catch (Throwable thrown) {
      List<String> where = new ArrayList<>();
      for (StackTraceElement frame : thrown.getStackTrace()) {
        where.add(frame.toString());
      }
      return BROKEN + Outcome.failure(thrown) + where;
    }
  }
}
