package dev.tinyalloc.agent.cli;

import dev.tinyalloc.agent.ab.Arm;
import dev.tinyalloc.agent.ab.Arms;
import dev.tinyalloc.agent.ab.Experimenter;
import dev.tinyalloc.agent.ab.Outcome;
import dev.tinyalloc.agent.ab.Plan;
import dev.tinyalloc.agent.ab.UserMetric;
import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ab",
    description = {
      "The same program under different allocation, fork by fork, with statistics.",
      "Arms: jdk (the agent only observes), tinyalloc (it redirects), plain (no agent)."
    },
    footer = {
      "",
      "Example: ab --forks 20 --metric rate:higher='([0-9.]+) requests/s' -o ab.html"
          + " -- java -jar app.jar"
    })
final class AbCommand implements Callable<Integer> {

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "pairs of forks that are measured; default ${DEFAULT-VALUE}")
  private int forks = 10;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "forks of each arm that come before; default ${DEFAULT-VALUE}")
  private int warmup = 1;

  @Option(
      names = "--margin",
      paramLabel = "PCT",
      description = "percent; a smaller difference does not matter; default ${DEFAULT-VALUE}")
  private double margin = 1;

  @Option(
      names = "--metric",
      paramLabel = "NAME=REGEX",
      description = {
        "a number in the program's output: the first group of the last match;",
        "less is better, unless it is NAME:higher=REGEX"
      })
  private List<String> metrics = new ArrayList<>();

  @Option(
      names = "-o",
      paramLabel = "FILE",
      description = "the result as .txt, .json or .html; in any case a table goes to stdout")
  private @Nullable Path file;

  @Option(names = "--json", description = "to stdout for programs: schema tinyalloc-ab/1")
  private boolean json;

  @Option(
      names = "--arms",
      paramLabel = "A,B[,C]",
      description = "the base first; jdk,jdk tells how much is chance; default ${DEFAULT-VALUE}")
  private String arms = "jdk,tinyalloc";

  @Option(
      names = "--jvm",
      paramLabel = "ARM=ARGS",
      description = "arguments of the JVM that only this arm has, split at spaces")
  private List<String> jvm = new ArrayList<>();

  @Option(
      names = "--options",
      paramLabel = "KEY=VALUE,...",
      description = "options of the agent in all arms that have it")
  private String options = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "a fork that takes longer is killed, and ends it all; default 10m",
      converter = Interval.class)
  private long timeout = 600_000;

  @Option(
      names = "--until-precise",
      description = {
        "goes on, after --forks, until the 95 %% interval of the metrics you gave, else of wall,",
        "is within the margin of its middle"
      })
  private boolean untilPrecise;

  @Option(
      names = "--max-forks",
      paramLabel = "N",
      description = "ends --until-precise in any case; default ${DEFAULT-VALUE}")
  private int maxForks = 100;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "keeps what each fork prints there; else only if something fails")
  private @Nullable Path keep;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress on stderr")
  private boolean quiet;

  @Parameters(
      arity = "1..*",
      paramLabel = "java",
      description = "the program, behind --; its input is empty")
  private List<String> command = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws CommandFailure {
    check();
    checkOptions();
    List<UserMetric> wanted = metrics();
    List<Arm> ways = arms();
    AbFile result = file == null ? null : AbFile.at(file);
    try {
      Plan plan = plan(ways, wanted);
      return run(plan, result);
    } finally {
      if (result != null) {
        result.close();
      }
    }
  }

  private void check() throws CommandFailure {
    require(forks >= 1, "--forks is " + forks + "; at least 1");
    require(warmup >= 0, "--warmup is " + warmup + "; at least 0");
    require(margin > 0 && margin < 100, "--margin is " + margin + "; above 0 and below 100");
    require(
        !untilPrecise || maxForks >= forks,
        "--max-forks is " + maxForks + "; at least --forks, " + forks);
    require(
        command.get(0).matches("(.*[/\\\\])?java(\\.exe)?"),
        "\"" + command.get(0) + "\" is no java launcher: -- java ... is wanted");
  }

  private void checkOptions() throws CommandFailure {
    try {
      Options unused = Options.read(options, new Properties(), Map.of());
    } catch (OptionException e) {
      throw new CommandFailure(CommandFailure.USAGE, "--options: " + e.getMessage());
    }
  }

  private static void require(boolean holds, String otherwise) throws CommandFailure {
    if (!holds) {
      throw new CommandFailure(CommandFailure.USAGE, otherwise);
    }
  }

  private List<UserMetric> metrics() throws CommandFailure {
    List<UserMetric> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try {
      for (String text : metrics) {
        UserMetric metric = UserMetric.of(text);
        require(names.add(metric.name()), "there are two metrics \"" + metric.name() + "\"");
        all.add(metric);
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(CommandFailure.USAGE, "--metric: " + e.getMessage());
    }
    return all;
  }

  private List<Arm> arms() throws CommandFailure {
    List<Arm> all;
    try {
      all = new ArrayList<>(Arms.of(arms));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(CommandFailure.USAGE, "--arms: " + e.getMessage());
    }
    for (String text : jvm) {
      int equals = text.indexOf('=');
      String name = text.substring(0, Math.max(0, equals));
      int place = all.stream().map(Arm::name).toList().indexOf(name);
      require(place >= 0, "--jvm: \"" + text + "\" is not ARM=ARGS for one of the arms " + arms);
      List<String> arguments = words(text.substring(equals + 1));
      all.set(place, all.get(place).with(arguments));
    }
    return all;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.trim().split("\\s+"));
  }

  private Plan plan(List<Arm> ways, List<UserMetric> wanted) throws CommandFailure {
    try {
      Path folder =
          keep == null ? Files.createTempDirectory("tinyalloc-ab-") : Files.createDirectories(keep);
      return new Plan(
          List.copyOf(command),
          ways,
          forks,
          maxForks,
          warmup,
          margin,
          untilPrecise,
          wanted,
          timeout,
          options,
          OwnJar.path(),
          folder.toAbsolutePath());
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "cannot keep the forks' output: " + e);
    }
  }

  private int run(Plan plan, @Nullable AbFile result) throws CommandFailure {
    AbProgress progress = new AbProgress(spec.commandLine().getErr(), quiet);
    Experimenter experimenter = new Experimenter(plan, progress);
    AbInterrupt watch = AbInterrupt.watch(experimenter);
    try {
      Outcome outcome = experimenter.run();
      progress.end();
      print(outcome);
      if (result != null && outcome.hasPairs()) {
        result.write(outcome);
      }
      return finish(plan, outcome);
    } catch (IOException e) {
      progress.end();
      throw new CommandFailure(CommandFailure.FAILED, "cannot run the program: " + e.getMessage());
    } finally {
      watch.done();
    }
  }

  private void print(Outcome outcome) throws CommandFailure {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      try {
        outcome.json(new AsciiWriter(out));
      } catch (IOException e) {
        throw new CommandFailure(CommandFailure.FAILED, "cannot write to stdout: " + e);
      }
    } else {
      out.print(outcome.text(Terminal.isStdout()));
    }
    JsonText.checked(out);
  }

  private int finish(Plan plan, Outcome outcome) throws CommandFailure {
    List<String> missing = outcome.missing(plan.metrics());
    String ended = outcome.ended();
    if (ended != null) {
      throw new CommandFailure(CommandFailure.FAILED, ended);
    }
    if (!missing.isEmpty()) {
      String names = String.join(", ", missing);
      throw new CommandFailure(
          CommandFailure.FAILED,
          "nothing in the program's output matches the metric " + names + "; see " + plan.folder());
    }
    if (keep == null) {
      AbFolder.delete(plan.folder());
    }
    return 0;
  }
}
