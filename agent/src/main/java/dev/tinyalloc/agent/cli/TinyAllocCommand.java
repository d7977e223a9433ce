package dev.tinyalloc.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others; without one of those it is wrong usage. */
@Command(
    name = "tinyalloc",
    description = "Off-heap memory of Java programs: attach, look, steer, detach.",
    header = "java -jar tinyalloc-agent.jar COMMAND, or by: alias tinyalloc='java -jar PATH'",
    footer = {
      "",
      "PID may also be a unique part of the main class or jar name.",
      "Exit status: 0 done, 1 failed, 2 wrong usage, 3 no such process or attach refused.",
      "At start instead: java -javaagent:tinyalloc-agent.jar[=key=value[,key=value...]] ..."
    },
    mixinStandardHelpOptions = true,
    versionProvider = TinyAllocCommand.Version.class)
final class TinyAllocCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"tinyalloc " + OwnJar.version()};
    }
  }
}
