package dev.tinyalloc.os;

/**
 * Keeps what one thread writes in an object of a subclass off the cache line in which the object
 * before it ends, which may be another thread's. The VM lays the fields of a superclass out before
 * those of its subclass.
 */
@SuppressWarnings("unused")
public abstract class Padding {
  private long p0;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
}
