package dev.tinyalloc.it.fidelity;

/** Runs the checks of {@link Topic#SHUTDOWN} in a shutdown hook; exits with status 3. */
public final class AtExit {

  private AtExit() {}

  public static void main(String[] arguments) {
    Shutdown.prepare();
    Thread hook = new Thread(() -> Runner.main(new String[] {Topic.SHUTDOWN.name()}));
    Runtime.getRuntime().addShutdownHook(hook);
    System.exit(3);
  }
}
