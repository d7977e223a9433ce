package dev.tinyalloc.it.fidelity;

/** Runs the checks of {@link Topic#ARENA_SHUTDOWN} in a shutdown hook; exits with status 3. */
public final class ArenaAtExit {

  private ArenaAtExit() {}

  public static void main(String[] arguments) {
    ArenaShutdown.prepare();
    Thread hook = new Thread(() -> Runner.main(arguments));
    Runtime.getRuntime().addShutdownHook(hook);
    System.exit(3);
  }
}
