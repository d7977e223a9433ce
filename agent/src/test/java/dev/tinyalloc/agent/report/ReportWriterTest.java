package dev.tinyalloc.agent.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

  private static final AgentRun NO_CORE =
      new AgentRun("0.1.0", System.nanoTime(), false, 0, 0, 0, List.of());
  private static final AgentRun CORE =
      new AgentRun("0.1.0", System.nanoTime(), true, 0, 0, 0, List.of());
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path directory;

  /** Runs in a JVM of its own: writes the report that its argument asks for. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws OptionException {
      System.out.println("before");
      write(arguments[0], NO_CORE);
      System.out.println("after");
    }
  }

  @Test
  void shouldWriteTextToStderrUnlessToldOtherwise() {
    assertThat(stderrOf("", NO_CORE))
        .matches("tinyalloc 0\\.1\\.0 redirect, pid " + PID + ", up [^\n]+\nNo call of [^\n]+\n");
    assertThat(stderrOf("", CORE)).startsWith("tinyalloc 0.1.0 redirect, pid " + PID);
  }

  @Test
  void shouldWriteNothingWhenNoReportIsWanted() throws IOException {
    assertThat(stderrOf("report=none,report.file=" + directory + "/x", CORE)).isEmpty();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldTakeThePathAsItIsForOneFormat() throws IOException {
    assertThat(stderrOf("report=json,report.file=" + directory + "/r-%p.out", CORE)).isEmpty();
    Path file = directory.resolve("r-" + PID + ".out");
    assertThat(Json.object(Files.readString(file)).get("pid").getAsLong()).isEqualTo(PID);
    assertThat(stderrOf("report.file=" + directory + "/r-%p.out", CORE)).isEmpty();
    assertThat(file).content().startsWith("tinyalloc 0.1.0 redirect");
    assertThat(names()).containsExactly("r-" + PID + ".out");
  }

  @Test
  void shouldAddAnEndingForEachOfSeveralFormats() throws IOException {
    assertThat(stderrOf("report=json+text+html,report.file=" + directory + "/r.json", CORE))
        .isEmpty();
    assertThat(names()).containsExactly("r.json.html", "r.json.json", "r.json.txt");
  }

  @Test
  void shouldWriteJsonToTheWorkingDirectoryUnlessToldOtherwise() throws Exception {
    String[] lines = child("report=json").split("\n");
    String[] names = names();
    assertThat(names).hasSize(1);
    assertThat(names[0]).matches("tinyalloc-[0-9]+\\.json");
    assertThat(lines)
        .containsExactly(
            "tinyalloc: the JSON report is in "
                + names[0]
                + "; option report.file moves it elsewhere");
    assertThat(Json.object(Files.readString(directory.resolve(names[0]))).has("sites")).isTrue();
  }

  @Test
  void shouldWriteAPageToTheWorkingDirectoryUnlessToldOtherwise() throws Exception {
    String[] lines = child("report=html").split("\n");
    String[] names = names();
    assertThat(names).hasSize(1);
    assertThat(names[0]).matches("tinyalloc-[0-9]+\\.html");
    assertThat(lines)
        .containsExactly(
            "tinyalloc: the HTML report is in "
                + names[0]
                + "; option report.file moves it elsewhere");
    assertThat(directory.resolve(names[0])).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void shouldPrintTheTextAsWellWhenJsonGoesToTheWorkingDirectory() throws Exception {
    assertThat(child("report=text+json").split("\n"))
        .hasSize(3)
        .satisfies(lines -> assertThat(lines[0]).startsWith("tinyalloc 0.1.0 redirect, pid "))
        .satisfies(lines -> assertThat(lines[2]).startsWith("tinyalloc: the JSON report is in "));
  }

  @Test
  void shouldWriteToStandardOutputWhereTheProgramStands() throws Exception {
    File log = Files.writeString(directory.resolve("log"), "a line from long ago\n").toFile();
    Process process = start("report.file=/dev/stdout", Redirect.appendTo(log));
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readAllLines(log.toPath()))
        .hasSize(5)
        .startsWith("a line from long ago", "before")
        .endsWith("after");
    Process again = start("report.file=/dev/stdout", Redirect.to(log));
    assertThat(again.waitFor()).isZero();
    assertThat(Files.readAllLines(log.toPath())).hasSize(4).startsWith("before").endsWith("after");
    assertThat(names()).containsExactly("log");
  }

  @Test
  void shouldSayInOneLineWhichFileCannotBeWrittenAndWhy() {
    String file = directory + "/none/r.txt";
    assertThat(stderrOf("report.file=" + file, CORE))
        .isEqualTo("tinyalloc: cannot write the report to " + file + ": no such directory\n");
    assertThat(stderrOf("report.file=" + directory + "/a\nb/r\0x", CORE))
        .isEqualTo(
            "tinyalloc: cannot write the report to "
                + directory
                + "/a\\nb/r\\u0000x: Nul character not allowed\n");
  }

  @Test
  void shouldWriteTheOtherReportWhenOneFails() throws IOException {
    Files.createDirectory(directory.resolve("r.txt"));
    assertThat(stderrOf("report=text+json,report.file=" + directory + "/r", CORE))
        .isEqualTo(
            "tinyalloc: cannot write the report to " + directory + "/r.txt: Is a directory\n");
    assertThat(names()).containsExactly("r.json", "r.txt");
  }

  @Test
  void shouldNotThrowWhenStderrDoes() throws OptionException {
    PrintStream before = System.err;
    System.setErr(
        new PrintStream(new ByteArrayOutputStream()) {
          @Override
          public void print(String text) {
            throw new IllegalStateException("closed");
          }

          @Override
          public void println(String text) {
            throw new IllegalStateException("closed");
          }
        });
    try {
      write("", CORE);
    } finally {
      System.setErr(before);
    }
  }

  /** A stand-in for the agent's class loader in a program without an allocation site. */
  private static final class LoaderWithoutCore extends URLClassLoader {
    LoaderWithoutCore(URL[] urls) {
      super(urls, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!name.startsWith("dev.tinyalloc.agent.")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }

  @Test
  void shouldNeedNeitherCoreNorGsonForATextWithoutSites() throws Exception {
    URL classes = ReportWriter.class.getProtectionDomain().getCodeSource().getLocation();
    try (LoaderWithoutCore loader = new LoaderWithoutCore(new URL[] {classes})) {
      Class<?> optionsType = loader.loadClass(Options.class.getName());
      Object options =
          optionsType
              .getMethod("read", String.class, Properties.class, Map.class)
              .invoke(null, "", new Properties(), Map.of());
      Class<?> runType = loader.loadClass(AgentRun.class.getName());
      Object run = runType.getConstructors()[0].newInstance("0.1.0", 0L, false, 0, 0, 0, List.of());
      String text =
          stderrOf(
              () ->
                  loader
                      .loadClass(ReportWriter.class.getName())
                      .getMethod("write", optionsType, runType)
                      .invoke(null, options, run));
      assertThat(text)
          .contains("\nNo call of ByteBuffer.allocateDirect or Arena.allocate was found");
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void write(String argument, AgentRun run) throws OptionException {
    ReportWriter.write(Options.read(argument, new Properties(), Map.of()), run);
  }

  private static String stderrOf(String argument, AgentRun run) {
    return stderrOf(() -> write(argument, run));
  }

  private static String stderrOf(Action action) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, UTF_8));
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      System.setErr(before);
    }
    return bytes.toString(UTF_8);
  }

  /** What a child with this agent argument says on stderr. */
  private String child(String argument) throws Exception {
    Process process = start(argument, Redirect.DISCARD);
    String output = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private Process start(String argument, Redirect output) throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            argument)
        .directory(directory.toFile())
        .redirectOutput(output)
        .start();
  }

  private String[] names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    }
  }
}
