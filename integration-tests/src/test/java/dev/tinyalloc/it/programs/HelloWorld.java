package dev.tinyalloc.it.programs;

/** Allocates nothing. */
public final class HelloWorld {

  private HelloWorld() {}

  public static void main(String[] arguments) {
    System.out.println("Hello, world");
  }
}
