package dev.tinyalloc;

import dev.tinyalloc.os.Os;

/** {@link Model} as a program, for a JVM with other options: seed, steps. */
public final class ModelProgram {

  private ModelProgram() {}

  public static void main(String[] arguments) {
    Model.run(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
    boolean valid = GlobalArena.isValid() && LargeBlocks.isValid() && LargeCache.isValid();
    valid &= Quarantine.isValid() && GuardedBlocks.isValid();
    System.out.println(Os.CURRENT.getClass().getSimpleName() + (valid ? " valid" : " broken"));
  }
}
