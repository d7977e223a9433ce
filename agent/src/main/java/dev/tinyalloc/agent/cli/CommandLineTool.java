package dev.tinyalloc.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

/** Runs one command: results to stdout, messages to stderr. */
public final class CommandLineTool {

  private CommandLineTool() {}

  /**
   * Does what {@code arguments} say.
   *
   * @return the exit status: 0 done, 1 failed, 2 wrong usage, 3 no such process or attach refused
   */
  public static int run(String[] arguments) {
    CommandLine command = create();
    int status = command.execute(arguments);
    command.getOut().flush();
    return status;
  }

  /** The whole command line, to be executed once. */
  static CommandLine create() {
    return new CommandLine(new TinyAllocCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, args) -> misused(e.getCommandLine(), e))
        .setExecutionExceptionHandler(CommandLineTool::failed);
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
