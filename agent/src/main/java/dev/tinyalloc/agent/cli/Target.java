package dev.tinyalloc.agent.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.control.AnswerInput;
import dev.tinyalloc.agent.control.CommandRefused;
import dev.tinyalloc.agent.control.Request;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The agent in another process. Each question is a connection of its own. */
final class Target {

  private static final String CONTROL = "dev.tinyalloc.agent.control";
  private static final String MODE = "dev.tinyalloc.agent.mode";

  /** Argument of an attach that wants nothing but to be listened to. */
  private static final String LISTEN = "control";

  private final long pid;
  private final Path socket;

  private Target(long pid, Path socket) {
    this.pid = pid;
    this.socket = socket;
  }

  /**
   * The agent in the process that the user calls {@code wanted}, which has one.
   *
   * @throws CommandFailure if it has none, or there is no such process
   */
  static Target withAgent(String wanted) throws CommandFailure {
    long pid = Processes.find(wanted);
    try (AttachedJvm jvm = AttachedJvm.attach(pid)) {
      if (jvm.properties().getProperty(MODE) == null) {
        throw new CommandFailure(
            CommandFailure.FAILED,
            "process " + pid + " has no TinyAlloc; see tinyalloc attach " + pid);
      }
      return listening(jvm, pid);
    }
  }

  /** The agent in that process, which is loaded if it is not there, to do nothing yet. */
  static Target loaded(String wanted) throws CommandFailure {
    long pid = Processes.find(wanted);
    try (AttachedJvm jvm = AttachedJvm.attach(pid)) {
      return listening(jvm, pid);
    }
  }

  private static Target listening(AttachedJvm jvm, long pid) throws CommandFailure {
    String path = jvm.properties().getProperty(CONTROL);
    if (path == null) {
      jvm.loadAgent(LISTEN);
      path = jvm.properties().getProperty(CONTROL);
    }
    if (path == null) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "process " + pid + " has loaded the agent, which does not answer; its stderr says why");
    }
    return new Target(pid, Containers.visible(pid, Path.of(path)));
  }

  /** The mode of the agent in a process, or null where there is none. */
  static @Nullable String mode(Properties properties) {
    return properties.getProperty(MODE);
  }

  long pid() {
    return pid;
  }

  /** The answer in the form of JSON. */
  JsonObject askJson(String command, Map<String, String> arguments) throws CommandFailure {
    try (InputStream answer = ask(command, arguments)) {
      return new Gson()
          .fromJson(new InputStreamReader(answer, StandardCharsets.UTF_8), JsonObject.class);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  /**
   * The answer; to be closed. What goes wrong while it is read is to be told by {@link #failure}.
   */
  InputStream ask(String command, Map<String, String> arguments) throws CommandFailure {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      new Request(OwnJar.version(), command, arguments).write(Channels.newOutputStream(channel));
      return new AnswerInput(Channels.newInputStream(channel));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** What the user is told when an answer could not be had, or not to its end. */
  CommandFailure failure(Exception cause) {
    Throwable reason = cause.getCause() instanceof IOException inner ? inner : cause;
    if (reason instanceof CommandRefused refused) {
      int status = refused.isMisused() ? CommandFailure.USAGE : CommandFailure.FAILED;
      return new CommandFailure(status, String.valueOf(refused.getMessage()));
    }
    boolean ended = ProcessHandle.of(pid).map(one -> !one.isAlive()).orElse(true);
    String how =
        ended
            ? " has ended before its answer was complete"
            : reason instanceof EOFException
                ? " has not answered to the end"
                : " does not answer: " + reason.getMessage();
    return new CommandFailure(CommandFailure.FAILED, "process " + pid + how);
  }
}
