package dev.tinyalloc.sample;

import dev.tinyalloc.os.SpinLock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All call stacks that samples have met, each once. Any thread. They may take so many bytes of the
 * Java heap; what comes later is told apart by site only.
 */
final class Stacks {

  private final SpinLock lock = new SpinLock();
  private final long limitBytes;

  // All guarded by the lock.
  private final Map<Frame, Frame> frames = new HashMap<>();
  private final Map<Stack, Stack> stacks = new HashMap<>();
  private final List<Stack> byId = new ArrayList<>();
  private long bytes;

  /** Stacks in {@code limitBytes} bytes, about. */
  Stacks(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * The stack with the first {@code depth} of these lines.
   *
   * @throws OutOfMemoryError if the Java heap is full; nothing has happened then
   */
  Stack of(int site, StackTraceElement[] lines, int depth, boolean cut) {
    Frame[] its = new Frame[depth];
    for (int i = 0; i < depth; i++) {
      its[i] = Frame.of(lines[i]);
    }
    lock.lock();
    try {
      return enter(site, its, cut);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the list of all. */
  List<Stack> all() {
    lock.lock();
    try {
      return new ArrayList<>(byId);
    } finally {
      lock.unlock();
    }
  }

  private Stack enter(int site, Frame[] its, boolean cut) {
    for (int i = 0; i < its.length; i++) {
      Frame known = frames.get(its[i]);
      if (known == null && bytes > limitBytes) {
        return stack(new Stack(site, Stack.OTHERS, false));
      }
      its[i] = known == null ? add(its[i]) : known;
    }
    return stack(new Stack(site, its, cut));
  }

  private Frame add(Frame frame) {
    frames.put(frame, frame);
    bytes += frame.heapBytes();
    return frame;
  }

  private Stack stack(Stack wanted) {
    Stack known = stacks.get(wanted);
    if (known != null) {
      return known;
    }
    boolean full = bytes > limitBytes && !wanted.isOther();
    return full ? stack(new Stack(wanted.site(), Stack.OTHERS, false)) : add(wanted);
  }

  private Stack add(Stack stack) {
    stack.id = byId.size();
    stacks.put(stack, stack);
    byId.add(stack);
    bytes += stack.heapBytes();
    return stack;
  }
}
