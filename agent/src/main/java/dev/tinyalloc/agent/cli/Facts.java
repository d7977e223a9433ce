package dev.tinyalloc.agent.cli;

import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What is known of a JVM and of where it runs. What could not be found out is empty, or negative.
 *
 * @param properties its system properties
 * @param arguments what the JVM was started with, from wherever that is known
 * @param attachProblem why it cannot be attached to; empty if it can
 * @param canAttach whether our own runtime has what it takes
 * @param status fields of {@code /proc/PID/status}
 * @param ourUser our numeric user id
 * @param memoryLimit what its container may use, in bytes
 */
record Facts(
    Properties properties,
    List<String> arguments,
    String attachProblem,
    boolean canAttach,
    Map<String, String> status,
    String ourUser,
    long memoryLimit) {

  String property(String name) {
    return properties.getProperty(name, "");
  }

  /** Whether one of the arguments is this one. */
  boolean has(String argument) {
    return arguments.contains(argument);
  }

  /** The arguments that begin so. */
  List<String> startingWith(String prefix) {
    return arguments.stream().filter(argument -> argument.startsWith(prefix)).toList();
  }

  /** What follows {@code prefix} in the last argument that begins so, or nothing. */
  String value(String prefix) {
    List<String> all = startingWith(prefix);
    return all.isEmpty() ? "" : all.get(all.size() - 1).substring(prefix.length());
  }
}
