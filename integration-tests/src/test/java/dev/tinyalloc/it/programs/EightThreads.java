package dev.tinyalloc.it.programs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Eight threads allocate at two lines and free nearly everything, while another reads the MBean and
 * the metrics again and again. Prints what was done, what the MBean says in the end, and what was
 * wrong meanwhile.
 */
public final class EightThreads {

  private static final int THREADS = 8;
  private static final int KEEP_EVERY = 100_000;

  private static final AtomicLong ALLOCATIONS = new AtomicLong();
  private static final AtomicLong ALLOCATED = new AtomicLong();
  private static final AtomicLong FREES = new AtomicLong();
  private static final AtomicLong FREED = new AtomicLong();

  /** Reachable until the last report is written: a collection at the end would free them. */
  private static final List<List<ByteBuffer>> KEPT = new ArrayList<>();

  private static volatile boolean done;

  private EightThreads() {}

  /**
   * Runs the program.
   *
   * @param arguments allocations of each thread, port of the metrics, where they go in the end
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    URL metrics = new URL("http://127.0.0.1:" + arguments[1] + "/metrics");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<ByteBuffer> mine = new ArrayList<>();
      KEPT.add(mine);
      threads.add(new Thread(() -> work(rounds, mine)));
    }
    Thread reader = new Thread(() -> readMeanwhile(metrics));
    reader.start();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    done = true;
    reader.join();
    System.out.println("done " + ALLOCATIONS + " " + ALLOCATED + " " + FREES + " " + FREED);
    System.out.println("jmx " + sumsOfOurs());
    Files.writeString(Path.of(arguments[2]), scrape(metrics));
  }

  private static void work(int rounds, List<ByteBuffer> kept) {
    long bytes = 0;
    long freedBytes = 0;
    for (int i = 0; i < rounds; i++) {
      ByteBuffer buffer = i % 3 == 0 ? one(1 + i % 200) : other(1 + i % 300);
      bytes += buffer.capacity();
      if (i % KEEP_EVERY == 0) {
        kept.add(buffer);
      } else {
        freedBytes += buffer.capacity();
        Direct.free(buffer);
      }
    }
    ALLOCATIONS.addAndGet(rounds);
    ALLOCATED.addAndGet(bytes);
    FREES.addAndGet(rounds - kept.size());
    FREED.addAndGet(freedBytes);
  }

  private static ByteBuffer one(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  private static ByteBuffer other(int size) {
    return ByteBuffer.allocateDirect(size);
  }

  private static void readMeanwhile(URL metrics) {
    long bean = 0;
    long scraped = 0;
    int readings = 0;
    try {
      while (!done || readings == 0) {
        bean = atLeast(bean, attribute("AllocatedBytes"), "AllocatedBytes");
        atLeast(0, attribute("LiveBytes"), "LiveBytes");
        scraped = atLeast(scraped, value(scrape(metrics)), "scraped");
        readings++;
      }
      System.out.println("readings " + readings);
    } catch (Exception e) {
      System.out.println("wrong: " + e);
    }
  }

  private static long atLeast(long before, long now, String what) {
    if (now < before) {
      System.out.println("wrong: " + what + " fell from " + before + " to " + now);
    }
    return now;
  }

  private static long value(String text) {
    String name = "tinyalloc_process_allocated_bytes_total ";
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private static long attribute(String name) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    return (long) server.getAttribute(new ObjectName("dev.tinyalloc:type=TinyAlloc"), name);
  }

  /** Of the two lines above: what the JDK does for sockets is not ours. */
  private static String sumsOfOurs() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.tinyalloc:type=TinyAlloc");
    var sites = (javax.management.openmbean.CompositeData[]) server.getAttribute(name, "Sites");
    String[] figures = {"allocations", "allocatedBytes", "frees", "freedBytes"};
    long[] sums = new long[figures.length];
    for (var site : sites) {
      for (int i = 0; i < sums.length; i++) {
        boolean ours = EightThreads.class.getName().equals(site.get("className"));
        sums[i] += ours ? (long) site.get(figures[i]) : 0;
      }
    }
    return sums[0] + " " + sums[1] + " " + sums[2] + " " + sums[3];
  }

  /** The agent may begin to listen a moment after the program has begun. */
  private static String scrape(URL metrics) throws IOException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try (InputStream in = metrics.openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (ConnectException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }
}
