package dev.tinyalloc.agent.ab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of running the program.
 *
 * @param name unique among the arms
 * @param mode of the agent, or null: there is none
 * @param jvmArguments that this arm alone has
 */
public record Arm(String name, @Nullable String mode, List<String> jvmArguments) {

  /** The same with {@code arguments} for the JVM. */
  public Arm with(List<String> arguments) {
    return new Arm(name, mode, List.copyOf(arguments));
  }
}
