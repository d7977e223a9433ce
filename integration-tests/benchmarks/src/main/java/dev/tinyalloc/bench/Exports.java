package dev.tinyalloc.bench;

/** What the agent arranges for itself, given to forks that run without it. */
final class Exports {

  static final String JDK_INTERNALS = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";
  static final String JDK_ACCESS = "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED";
  static final String BUFFERS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
  static final String CLEANERS = "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED";
  static final String NIO = "--add-opens=java.base/java.nio=ALL-UNNAMED";
  static final String NIO_CHANNELS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

  private Exports() {}
}
