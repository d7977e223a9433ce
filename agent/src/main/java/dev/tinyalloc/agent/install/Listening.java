package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.control.ControlServer;
import dev.tinyalloc.agent.log.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether the command line is listened to. Loaded only once it has asked for that. */
final class Listening {

  /** System property with the path of the socket. */
  static final String PROPERTY = "dev.tinyalloc.agent.control";

  private static @Nullable ControlServer server;

  private Listening() {}

  /** Listens until {@link #end}; what stands in the way is a line on stderr. */
  static synchronized void begin() {
    if (server != null && server.listens()) {
      return;
    }
    try {
      server = ControlServer.start(new AgentCommands(), CurrentRun.version());
      System.setProperty(PROPERTY, server.socket().toString());
    } catch (IOException | RuntimeException e) {
      Console.error("the command line cannot be listened to: " + e);
    }
  }

  /**
   * Nobody is listened to any more, once the answers under way are given: the server sees to it.
   */
  static synchronized void end() {
    server = null;
    System.clearProperty(PROPERTY);
  }
}
