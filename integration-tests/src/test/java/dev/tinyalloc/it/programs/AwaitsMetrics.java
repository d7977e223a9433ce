package dev.tinyalloc.it.programs;

/** Runs until the agent serves metrics, or has given it up. */
public final class AwaitsMetrics {

  private AwaitsMetrics() {}

  public static void main(String[] arguments) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < deadline) {
      boolean trying = false;
      boolean serving = false;
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        trying |= thread.getName().equals("tinyalloc-prometheus");
        serving |= thread.getName().equals("tinyalloc-prometheus-answers");
      }
      if (serving || !trying) {
        System.out.println(serving ? "serving" : "not serving");
        return;
      }
      Thread.onSpinWait();
    }
    System.out.println("waited in vain");
  }
}
