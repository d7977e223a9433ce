package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Finds out the {@link Facts} of a process, as far as we are let. */
final class FactFinder {

  private static final Path PROC = Path.of("/proc");

  /** Variables with JVM arguments. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=");

  private final Path process;

  private FactFinder(String pid) {
    this.process = PROC.resolve(pid);
  }

  /** Of the JVM that runs us. */
  static Facts ofOurselves() {
    return new FactFinder("self").facts(System.getProperties(), "");
  }

  /** Of another process, attached to if it lets us. */
  static Facts of(long pid) {
    FactFinder finder = new FactFinder(Long.toString(pid));
    try {
      // It may be no JVM at all, which attaching to would end.
      Processes.check(pid);
    } catch (CommandFailure e) {
      return finder.facts(new Properties(), String.valueOf(e.getMessage()));
    }
    if (!canAttach()) {
      return finder.facts(new Properties(), "");
    }
    try (AttachedJvm jvm = AttachedJvm.attach(pid)) {
      return finder.facts(jvm.properties(), "");
    } catch (CommandFailure e) {
      return finder.facts(new Properties(), String.valueOf(e.getMessage()));
    }
  }

  private Facts facts(Properties properties, String attachProblem) {
    Map<String, String> ours = new FactFinder("self").status();
    return new Facts(
        properties,
        arguments(),
        attachProblem,
        canAttach(),
        status(),
        ours.getOrDefault("Uid", ""),
        memoryLimit());
  }

  private static boolean canAttach() {
    return ModuleLayer.boot().findModule("jdk.attach").isPresent();
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (String variable : strings("environ")) {
      for (String name : VARIABLES) {
        if (variable.startsWith(name)) {
          arguments.addAll(List.of(variable.substring(name.length()).trim().split("\\s+")));
        }
      }
    }
    arguments.addAll(strings("cmdline"));
    return arguments;
  }

  /** Those of a file in which each ends with a zero. */
  private List<String> strings(String file) {
    String text = text(process.resolve(file));
    return text.isEmpty() ? List.of() : List.of(text.split("\0"));
  }

  private Map<String, String> status() {
    Map<String, String> fields = new HashMap<>();
    for (String line : text(process.resolve("status")).split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return fields;
  }

  /** The tightest on the way up, of both versions of control groups. */
  private long memoryLimit() {
    long limit = -1;
    for (String line : text(process.resolve("cgroup")).split("\n")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        limit = tighter(limit, "/sys/fs/cgroup" + parts[2], "memory.max");
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        limit = tighter(limit, "/sys/fs/cgroup/memory" + parts[2], "memory.limit_in_bytes");
      }
    }
    return limit;
  }

  private long tighter(long limit, String directory, String file) {
    long tightest = limit;
    Path root = process.resolve("root");
    for (Path at = Path.of(directory); at != null && at.getNameCount() >= 3; at = at.getParent()) {
      String text = text(root.resolve(at.resolve(file).toString().substring(1))).trim();
      // Without a limit it is "max", or a number near the end of the range.
      if (text.matches("[0-9]{1,15}")) {
        long bytes = Long.parseLong(text);
        tightest = tightest < 0 ? bytes : Math.min(tightest, bytes);
      }
    }
    return tightest;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException | RuntimeException unreadable) {
      return "";
    }
  }
}
