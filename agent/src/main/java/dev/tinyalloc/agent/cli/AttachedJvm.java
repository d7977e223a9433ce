package dev.tinyalloc.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Properties;

/** A JVM that has let us in. To be closed. */
final class AttachedJvm implements AutoCloseable {

  private final long pid;
  private final VirtualMachine machine;

  private AttachedJvm(long pid, VirtualMachine machine) {
    this.pid = pid;
    this.machine = machine;
  }

  /** Lets itself in by the JVM's own way. */
  static AttachedJvm attach(long pid) throws CommandFailure {
    try {
      return new AttachedJvm(pid, VirtualMachine.attach(Long.toString(pid)));
    } catch (AttachNotSupportedException | IOException | RuntimeException e) {
      throw refused(pid, "cannot be attached to: " + e.getMessage());
    }
  }

  private static CommandFailure refused(long pid, String why) {
    return new CommandFailure(
        CommandFailure.NO_PROCESS, "process " + pid + " " + why + "; see tinyalloc doctor " + pid);
  }

  /** What the JVM says, to be gone on with. */
  private static String sentence(Exception failure) {
    String text = String.valueOf(failure.getMessage());
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /** Its system properties, as they are now. */
  Properties properties() throws CommandFailure {
    try {
      return machine.getSystemProperties();
    } catch (IOException e) {
      throw refused(pid, "does not answer: " + e.getMessage());
    }
  }

  /** What it was started with. */
  Properties agentProperties() throws CommandFailure {
    try {
      return machine.getAgentProperties();
    } catch (IOException e) {
      throw refused(pid, "does not answer: " + e.getMessage());
    }
  }

  /** Has it call this jar's agent. */
  void loadAgent(String argument) throws CommandFailure {
    try {
      machine.loadAgent(Containers.shared(pid, OwnJar.path()).toString(), argument);
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw refused(pid, "has not loaded the agent: " + sentence(e));
    }
  }

  @Override
  public void close() {
    try {
      machine.detach();
    } catch (IOException e) {
      // It has ended; nothing of ours is left there.
      return;
    }
  }
}
