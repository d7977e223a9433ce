package dev.tinyalloc.it.programs;

import java.lang.foreign.Arena;

/** The books that a test program keeps about the arenas that one of its lines opens. One thread. */
final class OpenedHere {

  private final String kind;
  private String place;
  private long opened;
  private long closed;

  /** {@code kind} is the report's word for such arenas. */
  OpenedHere(String kind) {
    this.kind = kind;
  }

  /** Enters an arena that was opened on the very line of this call. */
  Arena enter(Arena arena) {
    if (opened++ == 0) {
      StackTraceElement caller = new Throwable().getStackTrace()[1];
      place =
          String.join(
              "\t",
              kind,
              caller.getClassName(),
              caller.getMethodName(),
              String.valueOf(caller.getLineNumber()));
    }
    return arena;
  }

  void close(Arena arena) {
    arena.close();
    closed++;
  }

  /** Prints the figures; all that is still open is leaked. */
  void printLeaked() {
    print(opened - closed);
  }

  /** Prints the figures; what is still open is reachable. */
  void print() {
    print(0);
  }

  private void print(long neverClosed) {
    System.out.println("opening\t" + place + "\t" + opened + "\t" + closed + "\t" + neverClosed);
  }
}
