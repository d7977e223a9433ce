package dev.tinyalloc.it.programs;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that answers out of direct buffers, and clients of its own that ask at a constant pace.
 * Each line on stdin is answered by one that says how things went since the last: {@code requests
 * failures worstMicros meanNanos}; the line {@code gauges} by what the process holds: {@code
 * classes heapKib residentKib descriptors threads metaspaceKib}.
 */
public final class LoadedServer {

  private static final int CLIENTS = 2;
  private static final long PACE_NANOS = 500_000;
  private static final int KEPT = 512;

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong worst = new AtomicLong();

  private LoadedServer() {}

  public static void main(String[] arguments) throws IOException {
    LoadedServer load = new LoadedServer();
    ServerSocket server = new ServerSocket(0, CLIENTS, InetAddress.getLoopbackAddress());
    for (int i = 0; i < CLIENTS; i++) {
      start(() -> load.ask(server.getLocalPort()));
      Socket client = server.accept();
      start(() -> load.serve(client));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(line.equals("gauges") ? gauges() : load.figures());
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private String figures() {
    long count = requests.getAndSet(0);
    long sum = nanos.getAndSet(0);
    return count
        + " "
        + failures.getAndSet(0)
        + " "
        + worst.getAndSet(0) / 1_000
        + " "
        + sum / Math.max(1, count);
  }

  /** Once garbage is collected. */
  private static String gauges() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime heap = Runtime.getRuntime();
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
        + " "
        + (heap.totalMemory() - heap.freeMemory()) / 1024
        + " "
        + residentKib()
        + " "
        + Objects.requireNonNull(new File("/proc/self/fd").list()).length
        + " "
        + Thread.activeCount()
        + " "
        + metaspaceKib();
  }

  private static long metaspaceKib() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getCommitted() / 1024)
        .sum();
  }

  private static long residentKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("the system does not say how much memory is resident");
  }

  private void serve(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    ByteBuffer[] kept = new ByteBuffer[KEPT];
    for (int i = 0; ; i++) {
      long question = in.readLong();
      int place = i % KEPT;
      ByteBuffer old = kept[place];
      boolean sound = old == null || isSound(old);
      kept[place] = filled(64 + (int) (question % 8_000));
      out.writeLong(sound ? question + 1 : -1);
    }
  }

  private static ByteBuffer filled(int capacity) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(capacity);
    long sum = buffer.getLong(capacity - 8);
    buffer.putLong(0, capacity + sum);
    buffer.putLong(capacity - 8, capacity);
    return buffer;
  }

  private static boolean isSound(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    return buffer.getLong(0) == capacity && buffer.getLong(capacity - 8) == capacity;
  }

  private void ask(int port) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      server.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(server.getInputStream());
      DataOutputStream out = new DataOutputStream(server.getOutputStream());
      long next = System.nanoTime();
      for (long question = 0; ; question++) {
        long start = System.nanoTime();
        out.writeLong(question);
        long answer = in.readLong();
        count(System.nanoTime() - start, answer == question + 1);
        next = Math.max(next + PACE_NANOS, System.nanoTime() - 20 * PACE_NANOS);
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void count(long took, boolean good) {
    requests.getAndIncrement();
    nanos.getAndAdd(took);
    for (long most = worst.get(); took > most; most = worst.get()) {
      boolean unused = worst.compareAndSet(most, took);
    }
    if (!good) {
      failures.getAndIncrement();
    }
  }
}
