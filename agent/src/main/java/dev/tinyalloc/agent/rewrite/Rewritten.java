package dev.tinyalloc.agent.rewrite;

/** A rewritten class file and the number of calls that were redirected in it. */
final class Rewritten {

  private final byte[] classFile;
  private final int calls;

  Rewritten(byte[] classFile, int calls) {
    this.classFile = classFile;
    this.calls = calls;
  }

  byte[] classFile() {
    return classFile;
  }

  int calls() {
    return calls;
  }
}
