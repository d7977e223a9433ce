package dev.tinyalloc;

import org.jspecify.annotations.Nullable;

/** A doubly linked list of segments, newest first. A segment is in one list at a time. */
final class SegmentList {

  private @Nullable Segment first;

  @Nullable Segment first() {
    return first;
  }

  void add(Segment segment) {
    segment.previous = null;
    segment.next = first;
    if (first != null) {
      first.previous = segment;
    }
    first = segment;
  }

  void remove(Segment segment) {
    if (segment.previous == null) {
      first = segment.next;
    } else {
      segment.previous.next = segment.next;
    }
    if (segment.next != null) {
      segment.next.previous = segment.previous;
    }
    segment.next = null;
    segment.previous = null;
  }

  /** That the links of neighbours agree. */
  boolean isValid() {
    Segment before = null;
    for (Segment segment = first; segment != null; segment = segment.next) {
      if (segment.previous != before) {
        return false;
      }
      before = segment;
    }
    return true;
  }
}
