package dev.tinyalloc.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir Path directory;

  @Test
  void shouldWriteTheFileAndNothingBesideIt() throws IOException {
    Path file = directory.resolve("report.txt");
    ReportFile.write(file, out -> out.write("grün …\n"));
    assertThat(file).hasContent("grün …\n");
    assertThat(names()).containsExactly("report.txt");
  }

  @Test
  void shouldReplaceAnOlderReport() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "much longer than the new one");
    ReportFile.write(file, out -> out.write("new"));
    assertThat(file).hasContent("new");
    assertThat(names()).containsExactly("report.txt");
  }

  @Test
  void shouldShowNothingHalfWritten() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "old");
    ReportFile.write(
        file,
        out -> {
          out.write("x".repeat(1 << 20));
          out.flush();
          assertThat(file).hasContent("old");
        });
    assertThat(file).hasSize(1 << 20);
  }

  @Test
  void shouldLeaveTheOldReportAndNoRestsWhenItFails() throws IOException {
    Path file = Files.writeString(directory.resolve("report.txt"), "old");
    assertThatThrownBy(
            () ->
                ReportFile.write(
                    file,
                    out -> {
                      out.write("x".repeat(1 << 20));
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("report.txt");
  }

  @Test
  void shouldGiveTheFileTheUsualPermissions() throws IOException {
    Path usual = Files.createFile(directory.resolve("usual"));
    Path file = directory.resolve("report.txt");
    ReportFile.write(file, out -> out.write("x"));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void shouldReplaceWhatALinkPointsToAndKeepTheLink() throws IOException {
    Path file = Files.writeString(directory.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.txt"), file);
    ReportFile.write(link, out -> out.write("new"));
    assertThat(file).hasContent("new");
    assertThat(link).isSymbolicLink();
    assertThat(names()).containsExactly("link.txt", "real.txt");
  }

  @Test
  void shouldWriteIntoAPipeAndLeaveItThere() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    ReportFile.write(pipe, out -> out.write("through"));
    assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void shouldSayInFewWordsWhyItFailed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(reason(directory.resolve("none/report.txt"))).isEqualTo("no such directory");
    assertThat(reason(file.resolve("report.txt"))).isEqualTo("Not a directory");
    assertThat(reason(directory)).isEqualTo("Is a directory");
    assertThat(reason(directory.resolve("x".repeat(300)))).isEqualTo("File name too long");
    assertThat(ReportFile.reason(new AccessDeniedException("x"))).isEqualTo("permission denied");
    assertThat(ReportFile.reason(new NoSuchFileException("x"))).isEqualTo("no such directory");
    assertThat(ReportFile.reason(new FileSystemException("x"))).isEqualTo("FileSystemException");
    assertThat(ReportFile.reason(new IOException("No\nspace"))).isEqualTo("No\\nspace");
    assertThat(ReportFile.reason(new InvalidPathException("a\nb", "bad"))).isEqualTo("bad");
  }

  private static String reason(Path unwritable) {
    try {
      ReportFile.write(unwritable, out -> out.write("x"));
    } catch (IOException e) {
      return ReportFile.reason(e);
    }
    throw new AssertionError("written: " + unwritable);
  }

  private String[] names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
