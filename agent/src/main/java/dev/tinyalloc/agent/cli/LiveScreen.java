package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.utils.NonBlockingReader;

/**
 * The whole terminal, drawn over and over again, and its keys. What was there before is there again
 * once this is closed.
 */
final class LiveScreen implements AutoCloseable {

  /** No key was pressed in time, but the screen may have another size. */
  static final int NO_KEY = -2;

  /** The key that a terminal without signals would have for it. */
  static final int INTERRUPT = 3;

  private static final String ENTER = "\033[?1049h\033[?25l";
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K";
  private static final String END_OF_SCREEN = "\033[J";
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";

  /** A key is looked for so often, in milliseconds, while something else may happen. */
  private static final long LOOK_MILLIS = 100;

  private final org.jline.terminal.Terminal terminal;
  private final Attributes before;
  private final boolean bold = System.getenv("NO_COLOR") == null;
  private final Thread atExit = new Thread(this::restore);
  private volatile boolean resized;
  private volatile boolean interrupted;

  private LiveScreen(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
    terminal.handle(Signal.WINCH, unused -> resized = true);
    terminal.handle(Signal.INT, unused -> interrupted = true);
    Runtime.getRuntime().addShutdownHook(atExit);
    terminal.writer().write(ENTER);
    terminal.flush();
  }

  /** Takes the terminal, which stdin and stdout must be. */
  static LiveScreen open() throws IOException {
    return new LiveScreen(
        new ExecTerminalProvider()
            .sysTerminal(
                "tinyalloc",
                System.getenv("TERM"),
                false,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                true,
                SignalHandler.SIG_DFL,
                false,
                SystemStream.Output));
  }

  int columns() {
    return size().getColumns();
  }

  int rows() {
    return size().getRows();
  }

  private Size size() {
    return terminal.getSize();
  }

  /** Puts {@code lines} in the place of what is there; the one at {@code heading} stands out. */
  void draw(List<String> lines, int heading) {
    StringBuilder out = new StringBuilder(HOME);
    int rows = Math.min(lines.size(), rows());
    for (int i = 0; i < rows; i++) {
      boolean standsOut = bold && i == heading;
      out.append(standsOut ? BOLD : "").append(lines.get(i)).append(standsOut ? PLAIN : "");
      out.append(END_OF_LINE).append(i < rows - 1 ? "\r\n" : "");
    }
    terminal.writer().write(out.append(END_OF_SCREEN).toString());
    terminal.flush();
  }

  /** The next key within {@code millis} ms, or {@link #NO_KEY}; that comes early on a resize. */
  int key(long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    resized = false;
    int key = NO_KEY;
    while (key == NO_KEY && !resized && !interrupted && System.nanoTime() < end) {
      key = terminal.reader().read(LOOK_MILLIS);
    }
    return interrupted || key == NonBlockingReader.EOF ? INTERRUPT : key;
  }

  /** Whether the last {@link #key} ended for that. */
  boolean isResized() {
    return resized;
  }

  @Override
  public void close() {
    restore();
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      // It does the same.
      return;
    }
  }

  private void restore() {
    try {
      terminal.writer().write(LEAVE);
      terminal.flush();
      terminal.setAttributes(before);
      terminal.close();
    } catch (IOException e) {
      // It has gone; there is nothing left to restore.
      return;
    }
  }
}
