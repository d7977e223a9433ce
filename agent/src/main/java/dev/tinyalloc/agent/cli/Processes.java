package dev.tinyalloc.agent.cli;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Java processes of this user, and those that can be told to be none. */
final class Processes {

  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /**
   * A Java process.
   *
   * @param name its main class or jar, without a path
   */
  record JavaProcess(long pid, String name) {}

  /** All that this user can see but ourselves, by process id. */
  static List<JavaProcess> all() {
    long self = ProcessHandle.current().pid();
    List<JavaProcess> found = new ArrayList<>();
    for (VirtualMachineDescriptor one : VirtualMachine.list()) {
      long pid = Long.parseLong(one.id());
      if (pid != self && isJvm(pid)) {
        found.add(new JavaProcess(pid, name(one.displayName())));
      }
    }
    found.sort(Comparator.comparingLong(JavaProcess::pid));
    return found;
  }

  /** The file by which it is listed may have been left behind, or come from a container. */
  private static boolean isJvm(long pid) {
    try {
      check(pid);
      return true;
    } catch (CommandFailure e) {
      return false;
    }
  }

  /** The first word, without its path: what follows may be secret. */
  private static String name(String display) {
    String first = display.isEmpty() ? "" : display.split(" ", 2)[0];
    String name = first.substring(first.lastIndexOf(File.separatorChar) + 1);
    return name.isEmpty() ? "(unknown)" : name;
  }

  /**
   * The process that the user means.
   *
   * @param wanted its id, or a part of its name that no other one has
   * @throws CommandFailure if there is no such one, or several, or it is no JVM
   */
  static long find(String wanted) throws CommandFailure {
    boolean isNumber = !wanted.isEmpty() && wanted.chars().allMatch(Character::isDigit);
    return isNumber ? byId(wanted) : byName(wanted);
  }

  /** The same, but for a process id that is there: of whatever user, and whatever it runs. */
  static long findAny(String wanted) throws CommandFailure {
    boolean isNumber = wanted.matches("[0-9]{1,18}");
    boolean isThere = isNumber && ProcessHandle.of(Long.parseLong(wanted)).isPresent();
    return isThere ? Long.parseLong(wanted) : find(wanted);
  }

  private static long byName(String wanted) throws CommandFailure {
    List<JavaProcess> matches = new ArrayList<>();
    String lower = wanted.toLowerCase(Locale.ROOT);
    for (JavaProcess one : all()) {
      if (one.name().equals(wanted)) {
        matches.add(one);
      }
    }
    for (JavaProcess one : matches.isEmpty() ? all() : List.<JavaProcess>of()) {
      if (one.name().toLowerCase(Locale.ROOT).contains(lower)) {
        matches.add(one);
      }
    }
    if (matches.size() == 1) {
      return matches.get(0).pid();
    }
    throw matches.isEmpty()
        ? none("no Java process of yours has \"" + wanted + "\" in its name; see tinyalloc list")
        : new CommandFailure(CommandFailure.USAGE, ambiguous(wanted, matches));
  }

  private static String ambiguous(String wanted, List<JavaProcess> matches) {
    List<String> names = new ArrayList<>();
    for (JavaProcess one : matches) {
      names.add(one.pid() + " " + one.name());
    }
    return '"' + wanted + "\" is ambiguous: " + String.join(", ", names);
  }

  private static long byId(String wanted) throws CommandFailure {
    long pid;
    try {
      pid = Long.parseLong(wanted);
    } catch (NumberFormatException e) {
      throw none("there is no process " + wanted);
    }
    check(pid);
    return pid;
  }

  /** Whether this is a JVM that is ours; else says what it is. */
  static void check(long pid) throws CommandFailure {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty() || !handle.get().isAlive()) {
      throw none("there is no process " + pid);
    }
    check(pid, handle.get().info().user());
  }

  /** The JVM's way to attach begins with a signal that ends whoever does not expect it. */
  private static void check(long pid, Optional<String> owner) throws CommandFailure {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (var lines = Files.lines(PROC.resolve(pid + "/maps"), StandardCharsets.ISO_8859_1)) {
      if (lines.noneMatch(line -> line.endsWith("libjvm.so"))) {
        throw none("process " + pid + " is no JVM");
      }
    } catch (IOException | RuntimeException e) {
      String user = owner.orElse("another user");
      throw none(
          "process "
              + pid
              + " is not yours to look at: it belongs to "
              + user
              + "; run this command as that user, say by sudo -u "
              + user);
    }
  }

  private static CommandFailure none(String message) {
    return new CommandFailure(CommandFailure.NO_PROCESS, message);
  }
}
