package dev.tinyalloc.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

/** Runs one command: results to stdout, messages to stderr. */
public final class CommandLineTool {

  private static final String NO_ATTACH =
      "this Java runtime has no module jdk.attach; use a whole JDK, or:"
          + " jcmd PID JVMTI.agent_load /PATH/tinyalloc-agent.jar";

  /** In the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("list", ListCommand.class);
    COMMANDS.put("attach", AttachCommand.class);
    COMMANDS.put("detach", DetachCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("sites", SitesCommand.class);
    COMMANDS.put("top", TopCommand.class);
    COMMANDS.put("dump", DumpCommand.class);
    COMMANDS.put("leaks", LeaksCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("merge", MergeCommand.class);
    COMMANDS.put("policy", PolicyCommand.class);
    COMMANDS.put("ab", AbCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
  }

  private CommandLineTool() {}

  private static boolean isAttach(NoClassDefFoundError missing) {
    return String.valueOf(missing.getMessage()).startsWith("com/sun/tools/attach/");
  }

  /**
   * Does what {@code arguments} say.
   *
   * @return the exit status: 0 done, 1 failed, 2 wrong usage, 3 no such process or attach refused
   */
  public static int run(String[] arguments) {
    CommandLine command = create(arguments);
    try {
      int status = command.execute(arguments);
      command.getOut().flush();
      return status;
    } catch (NoClassDefFoundError e) {
      say(command, isAttach(e) ? NO_ATTACH : e.toString());
      return isAttach(e) ? CommandFailure.NO_PROCESS : CommandFailure.FAILED;
    }
  }

  /**
   * The command line, to be executed once: of its commands only the one that is asked for, where it
   * is, since picocli takes some 10 ms to learn each.
   */
  static CommandLine create(String... arguments) {
    CommandLine all = new CommandLine(new TinyAllocCommand());
    Class<?> wanted = arguments.length > 0 ? COMMANDS.get(arguments[0]) : null;
    if (wanted != null) {
      all.addSubcommand(arguments[0], wanted);
    } else {
      COMMANDS.forEach(all::addSubcommand);
      all.addSubcommand(GenerateCompletion.class);
    }
    all.getSubcommands().values().forEach(CommandLineTool::help);
    return all.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, args) -> misused(e.getCommandLine(), e))
        .setExecutionExceptionHandler(CommandLineTool::failed);
  }

  private static void help(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (!spec.mixinStandardHelpOptions()) {
      spec.mixinStandardHelpOptions(true).versionProvider(new TinyAllocCommand.Version());
    }
  }

  private static int misused(CommandLine command, PicocliException mistake) {
    String help = command.getCommandSpec().qualifiedName() + " --help";
    say(command, mistake.getMessage() + "; see " + help);
    return CommandFailure.USAGE;
  }

  private static int failed(Exception failure, CommandLine command, ParseResult unused) {
    if (failure instanceof CommandFailure ours) {
      say(command, String.valueOf(ours.getMessage()));
      return ours.status();
    }
    say(command, failure.toString());
    return CommandFailure.FAILED;
  }

  private static void say(CommandLine command, String message) {
    command.getErr().println("tinyalloc: " + message.replace('\n', ' '));
    command.getErr().flush();
  }
}
