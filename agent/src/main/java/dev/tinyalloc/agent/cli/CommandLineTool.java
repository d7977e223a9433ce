package dev.tinyalloc.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

/** Runs one command: results to stdout, messages to stderr. */
public final class CommandLineTool {

  private static final String NO_ATTACH =
      "this Java runtime has no module jdk.attach; use a whole JDK, or:"
          + " jcmd PID JVMTI.agent_load /PATH/tinyalloc-agent.jar";

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
    CommandLine command = create();
    try {
      int status = command.execute(arguments);
      command.getOut().flush();
      return status;
    } catch (NoClassDefFoundError e) {
      say(command, isAttach(e) ? NO_ATTACH : e.toString());
      return isAttach(e) ? CommandFailure.NO_PROCESS : CommandFailure.FAILED;
    }
  }

  /** The whole command line, to be executed once. */
  static CommandLine create() {
    CommandLine all = new CommandLine(new TinyAllocCommand());
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
