package dev.tinyalloc.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "top",
    description = {
      "Live table of allocation sites; plain lines where stdout is no terminal.",
      "Keys: q quits; l live, c count, a allocated, n allocations, f freed, p peak, b block,"
          + " t lifetime sort by that; r reverses; space refreshes."
    })
final class TopCommand implements Callable<Integer> {

  private static final String KEYS =
      "q quit, r reverse, sort by: l live c count a allocated n allocations f freed p peak";

  @Parameters(index = "0", paramLabel = "PID", description = "process id, or part of its name")
  private String pid = "";

  @Option(names = "-n", paramLabel = "COUNT", description = "ends after so many refreshes")
  private int count;

  @Option(
      names = "-i",
      paramLabel = "INTERVAL",
      description = "time between them: 500ms, 2s, 1m, or seconds; default 1s",
      converter = Interval.class)
  private long interval = 1_000;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      description = "highest first by: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private SiteKey sort = SiteKey.LIVE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "so many sites at most; default ${DEFAULT-VALUE}, or what fits")
  private int limit = 20;

  @Spec private CommandSpec spec;

  private boolean reversed;

  @Override
  public Integer call() throws CommandFailure {
    if (count < 0 || limit < 1) {
      throw new CommandFailure(CommandFailure.USAGE, "-n and --limit must be above 0");
    }
    Target target = Target.withAgent(pid);
    return Terminal.isInteractive() ? onScreen(target) : inLines(target);
  }

  private int inLines(Target target) throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    LiveReport before = null;
    for (int i = 0; (count == 0 || i < count) && !out.checkError(); i++) {
      if (i > 0 && !pause(interval)) {
        return 0;
      }
      LiveReport now = LiveReport.of(target);
      List<String> lines = frame(now, before, limit, Terminal.columns());
      lines.remove(Frame.HEADING - 1);
      out.println((i > 0 ? "\n" : "") + String.join("\n", lines));
      before = now;
    }
    return 0;
  }

  private static boolean pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private int onScreen(Target target) throws CommandFailure {
    try (LiveScreen screen = LiveScreen.open()) {
      LiveReport before = null;
      LiveReport now = LiveReport.of(target);
      for (int shown = 1; ; shown++) {
        boolean last = shown == count;
        if (show(screen, now, before, last ? 0 : interval) || last) {
          return 0;
        }
        before = now;
        now = LiveReport.of(target);
      }
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "the terminal does not answer: " + e);
    }
  }

  /** Shows a frame for so long, redrawn as keys and the terminal's size want it; true: quit. */
  private boolean show(LiveScreen screen, LiveReport now, @Nullable LiveReport before, long millis)
      throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (true) {
      int room = Math.max(1, screen.rows() - Frame.HEADING - 1);
      screen.draw(frame(now, before, room, screen.columns()), Frame.HEADING);
      int key = screen.key((end - System.nanoTime()) / 1_000_000);
      if (key == 'q' || key == LiveScreen.INTERRUPT) {
        return true;
      }
      boolean stays = pick(key) || screen.isResized();
      if (!stays) {
        return false;
      }
    }
  }

  /** Whether that was a key which changes the order. */
  private boolean pick(int key) {
    SiteKey picked = SiteKey.byLetter(key);
    if (picked != null) {
      sort = picked;
    }
    reversed ^= key == 'r';
    return picked != null || key == 'r';
  }

  private List<String> frame(LiveReport now, @Nullable LiveReport before, int most, int columns) {
    return new Frame(now, before).lines(sort, reversed, most, columns, KEYS + " (" + sort + ")");
  }
}
