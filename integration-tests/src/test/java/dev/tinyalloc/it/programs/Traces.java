package dev.tinyalloc.it.programs;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.TreeSet;

/** Prints what an agent might leave behind in a JVM. */
public final class Traces {

  private Traces() {}

  public static void main(String[] arguments) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    System.out.println(buffer);
    System.out.println(new TreeSet<>(System.getProperties().stringPropertyNames()));
    long[] threads = ManagementFactory.getThreadMXBean().getAllThreadIds();
    System.out.println(threads.length + " threads");
    for (String name : arguments) {
      System.out.println(name + " is there: " + isThere(name));
    }
    System.out.println(Arrays.toString(new Throwable().getStackTrace()));
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
