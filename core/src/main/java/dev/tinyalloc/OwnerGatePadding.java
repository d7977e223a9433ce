package dev.tinyalloc;

import dev.tinyalloc.os.CarrierSlots;

/**
 * Keeps whose home this is, which every free from afar reads, off the cache line that the owner
 * writes with each step. The VM lays the fields of a superclass out before those of its subclass.
 */
@SuppressWarnings("unused")
abstract class OwnerGatePadding extends CarrierSlots.Tenant {
  private long p0;
  private long p1;
  private long p2;
  private long p3;
  private long p4;
  private long p5;
  private long p6;
  private long p7;
}
