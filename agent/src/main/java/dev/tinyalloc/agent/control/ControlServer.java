package dev.tinyalloc.agent.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens on a local socket for the command line of the same user: whoever reaches it may as well
 * attach to the process. One thread takes connections, each of which is answered by a thread of its
 * own and then closed.
 */
public final class ControlServer implements Runnable {

  private static final String NAME = "tinyalloc-control";

  /** A socket's name has some 100 bytes; ours adds up to 50. */
  private static final int MAX_LENGTH = 50;

  private static final String SHORT = "/tmp";

  private final Commands commands;
  private final String version;
  private final Path directory;
  private final Path socket;
  private final Thread atExit = new Thread(null, this::remove, NAME + "-exit", 0, false);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private volatile ServerSocketChannel server;

  private ControlServer(Commands commands, String version) throws IOException {
    this.commands = commands;
    this.version = version;
    // Made anew under a name that nobody can foresee, for its owner only: no link can stand there.
    String prefix = "tinyalloc-" + ProcessHandle.current().pid() + "-";
    this.directory = Files.createTempDirectory(temporary(), prefix);
    this.socket = directory.resolve("control");
    this.server = open();
  }

  /**
   * Begins to listen, in a daemon thread.
   *
   * @param version of the agent; who has another one is refused
   */
  public static ControlServer start(Commands commands, String version) throws IOException {
    ControlServer made = new ControlServer(commands, version);
    Runtime.getRuntime().addShutdownHook(made.atExit);
    startDaemon(NAME, made);
    return made;
  }

  /** Whether it still does. */
  public boolean listens() {
    return !stopped.get();
  }

  /** The user's, unless its name is too long for that of a socket. */
  private static Path temporary() {
    String users = System.getProperty("java.io.tmpdir", SHORT);
    return Path.of(users.length() > MAX_LENGTH ? SHORT : users);
  }

  /** The socket, as this process sees it. */
  public Path socket() {
    return socket;
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setContextClassLoader(ControlServer.class.getClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  private ServerSocketChannel open() throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      opened.bind(UnixDomainSocketAddress.of(socket));
      forOwnerOnly();
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      remove();
      throw e;
    }
  }

  /** The directory is already; where files have no such permissions, that is all there is. */
  private void forOwnerOnly() throws IOException {
    if (Files.getFileStore(socket).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Override
  public void run() {
    try {
      while (!stopped.get()) {
        take();
      }
    } catch (IOException e) {
      // Closed by stop, or for want of what a socket needs: the next attach opens another.
      stop();
    }
  }

  private void take() throws IOException {
    try {
      SocketChannel connection = server.accept();
      startDaemon(NAME + "-answer", () -> answer(connection));
    } catch (ClosedByInterruptException e) {
      // Somebody may interrupt every thread there is, and that closes the socket.
      boolean unused = Thread.interrupted();
      server = open();
    }
  }

  private void answer(SocketChannel connection) {
    commands.enter();
    try (connection;
        InputStream in = Channels.newInputStream(connection);
        OutputStream out = Channels.newOutputStream(connection)) {
      answer(Request.read(in), new AnswerOutput(out));
    } catch (IOException e) {
      // Whoever asked has gone, and sees that for himself.
      return;
    } finally {
      if (commands.isOver()) {
        stop();
      }
    }
  }

  private void answer(Request request, AnswerOutput out) throws IOException {
    if (!request.version().equals(version)) {
      out.fail(
          AnswerOutput.FAILED,
          "this process has TinyAlloc "
              + version
              + " loaded, this is "
              + request.version()
              + "; use the jar of "
              + version
              + ", or restart the process");
      return;
    }
    try {
      commands.run(request, out);
      out.complete();
    } catch (CommandRefused e) {
      int how = e.isMisused() ? AnswerOutput.MISUSED : AnswerOutput.FAILED;
      out.fail(how, String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      out.fail(AnswerOutput.FAILED, e.toString());
    }
  }

  /** Listens no more; answers under way are given. */
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      try {
        server.close();
        remove();
        boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IOException | IllegalStateException shuttingDown) {
        return;
      }
    }
  }

  private void remove() {
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // An empty directory of ours stays.
      return;
    }
  }
}
