package dev.tinyalloc.it.fidelity;

/** What is thrown, without the addresses and hashes in the texts. */
final class Refusal {

  private Refusal() {}

  /** What {@code action} throws, or that it throws nothing. */
  static String of(Check action) {
    return withoutAddresses(Outcome.failure(action));
  }

  /** {@link #of} on another thread. */
  static String elsewhere(Check action) throws InterruptedException {
    String[] found = new String[1];
    Threads.run(() -> found[0] = of(action));
    return found[0];
  }

  /** {@link #of} on a virtual thread. */
  static String virtually(Check action) throws InterruptedException {
    String[] found = new String[1];
    Threads.runVirtually(() -> found[0] = of(action));
    return found[0];
  }

  /** {@link #of} for what returns nothing. */
  static String ofRunning(Runnable action) {
    return of(
        () -> {
          action.run();
          return "done";
        });
  }

  static String withoutAddresses(String text) {
    return text.replaceAll("(?i)address: ?(0x)?-?[0-9a-f]+", "address: A")
        .replaceAll("heapBase: [^,]*", "heapBase: H");
  }
}
