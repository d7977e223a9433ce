package dev.tinyalloc.agent.ab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Says in one line what became of a fork that failed. */
final class FailedFork {

  private static final int LAST_BYTES = 4_096;
  private static final int LINE_LENGTH = 200;

  private FailedFork() {}

  static String describe(Fork fork, Path output) {
    String which = fork.pair() == 0 ? "warm-up" : "pair " + fork.pair();
    return "fork "
        + fork.order()
        + " ("
        + fork.arm()
        + ", "
        + which
        + ") failed: "
        + fork.failure()
        + "; "
        + lastLine(output)
        + "its output is in "
        + output;
  }

  private static String lastLine(Path output) {
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(LAST_BYTES, file.length())];
      file.seek(file.length() - end.length);
      file.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty() ? "it printed nothing; " : quote(lines.get(lines.size() - 1));
    } catch (IOException e) {
      return "";
    }
  }

  private static String quote(String line) {
    String cut = line.length() > LINE_LENGTH ? line.substring(0, LINE_LENGTH) : line;
    return "its last line is \"" + cut.strip() + "\"; ";
  }
}
