package dev.tinyalloc.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a server's users notice of all that the command line does to it, and what stays behind. Two
 * of the samples' HTTP servers, started without the agent, take turns of half a second under the
 * same load; one of them is attached to, looked at, steered and detached from. Run from the
 * project's root:
 *
 * <pre>
 * java -cp integration-tests/benchmarks/target/benchmarks.jar dev.tinyalloc.bench.SteadyRate \
 *   AGENT_JAR SAMPLES_JAR
 * </pre>
 *
 * <p>Each line is of a stretch of turns: requests a second of both, the median over the turns of
 * one's as a multiple of the other's in the same turn, with its quartiles, and the longest answer
 * of each. A request that fails ends it. With {@code ""} in place of the agent nobody attaches: so
 * much do two servers differ anyhow.
 */
public final class SteadyRate {

  private static final int CONNECTIONS = 8;
  private static final long TURN_NANOS = 500_000_000;
  private static final int WARM_UP = 60;
  private static final int TURNS = 20;
  private static final int BEFORE = 3;

  /** The compiler has much to do again: two minutes and more on JDK 17. */
  private static final int AFTER = 12;

  private SteadyRate() {}

  /** Runs with the arguments {@code AGENT_JAR SAMPLES_JAR}. */
  public static void main(String[] arguments) throws Exception {
    try (Server tried = new Server(arguments[1]);
        Server left = new Server(arguments[1])) {
      stretch("warm-up", tried, left, WARM_UP);
      stretches("before", tried, left, BEFORE);
      if (arguments[0].isEmpty()) {
        stretch("no agent", tried, left, TURNS);
      } else {
        whileCommandsRun(arguments[0], tried, left);
      }
      stretches("after", tried, left, AFTER);
    }
  }

  private static void stretches(String name, Server tried, Server left, int count)
      throws Exception {
    for (int i = 1; i <= count; i++) {
      stretch(name + " " + i, tried, left, TURNS);
    }
  }

  private static void stretch(String name, Server tried, Server left, int turns) throws Exception {
    Stretch stretch = new Stretch();
    for (int i = 0; i < turns; i++) {
      stretch.turn(tried, left);
    }
    System.out.println(stretch.line(name));
  }

  private static void whileCommandsRun(String agent, Server tried, Server left) throws Exception {
    ExecutorService apart = Executors.newSingleThreadExecutor();
    try {
      Future<?> commands =
          apart.submit(
              () -> {
                new Commands(agent, tried.process.pid()).run();
                return null;
              });
      Stretch stretch = new Stretch();
      while (!commands.isDone()) {
        stretch.turn(tried, left);
      }
      commands.get();
      System.out.println(stretch.line("attached"));
    } finally {
      apart.shutdownNow();
    }
  }

  /** Everything that the command line can do to a process. */
  private record Commands(String agent, long pid) {

    void run() throws IOException, InterruptedException {
      Path folder = Files.createTempDirectory("steady-rate");
      run("attach");
      run("sites");
      run("top", "-n", "3", "-i", "1s");
      run("policy", "io.netty.*", "jdk");
      run("policy", "io.netty.*", "auto");
      for (String ending : List.of("txt", "json", "html", "collapsed", "jfr")) {
        Path report = folder.resolve("report." + ending);
        run("dump", "-o", report.toString());
        Files.delete(report);
      }
      run("leaks");
      run("detach");
      Files.delete(folder);
    }

    private void run(String name, String... rest) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>(List.of(java(), "-jar", agent, name, "" + pid));
      command.addAll(Arrays.asList(rest));
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      String complaint = new String(process.getErrorStream().readAllBytes(), US_ASCII);
      if (process.waitFor() != 0) {
        throw new IOException(command + " failed: " + complaint);
      }
    }
  }

  private static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  /** A server in a process of its own, and the connections to it. */
  private static final class Server implements Closeable {

    final Process process;
    private final List<HttpLoad> connections = new ArrayList<>();
    private final ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);

    Server(String samples) throws IOException {
      String main = "dev.tinyalloc.samples.HttpServerSample";
      process =
          new ProcessBuilder(java(), "-cp", samples, main)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String line = process.inputReader(US_ASCII).readLine();
      if (line == null) {
        throw new IOException(process.info() + " has ended");
      }
      int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(new HttpLoad(port, i));
      }
    }

    /** Requests a second. */
    double turn() throws Exception {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (HttpLoad connection : connections) {
        running.add(
            clients.submit(
                () -> {
                  connection.runUntil(start + TURN_NANOS);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return connections.stream().mapToLong(HttpLoad::answers).sum() / seconds;
    }

    double longestMillis() {
      return connections.stream().mapToLong(HttpLoad::longestNanos).max().orElse(0) / 1e6;
    }

    @Override
    public void close() throws IOException {
      for (HttpLoad connection : connections) {
        connection.close();
      }
      clients.shutdownNow();
      process.destroyForcibly();
    }
  }

  /** What was seen in a stretch of turns. */
  private static final class Stretch {

    private final List<Double> rates = new ArrayList<>();
    private final List<Double> ratesLeft = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private double longest;
    private double longestLeft;

    void turn(Server tried, Server left) throws Exception {
      double rate = tried.turn();
      double rateLeft = left.turn();
      rates.add(rate);
      ratesLeft.add(rateLeft);
      ratios.add(rate / rateLeft);
      longest = Math.max(longest, tried.longestMillis());
      longestLeft = Math.max(longestLeft, left.longestMillis());
    }

    String line(String name) {
      return String.format(
          Locale.ROOT,
          "%-10s %6.0f against %6.0f: %.2f [%.2f, %.2f], longest %.0f against %.0f ms",
          name,
          part(rates, 0.5),
          part(ratesLeft, 0.5),
          part(ratios, 0.5),
          part(ratios, 0.25),
          part(ratios, 0.75),
          longest,
          longestLeft);
    }

    private static double part(List<Double> values, double part) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted[(int) (part * (sorted.length - 1))];
    }
  }
}
