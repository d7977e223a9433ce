package dev.tinyalloc.it.programs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Allocates at every kind of place that a Java class has, and keeps it all. */
public final class Shapes {

  private static final List<Ledger.Entry> KEPT = new ArrayList<>();

  static {
    KEPT.add(Ledger.born(ByteBuffer.allocateDirect(1)));
  }

  private final Ledger.Entry field = Ledger.born(ByteBuffer.allocateDirect(2));

  private Shapes() {
    KEPT.add(field);
    KEPT.add(Ledger.born(ByteBuffer.allocateDirect(3)));
  }

  public static void main(String[] arguments) {
    IntFunction<Ledger.Entry> lambda = size -> Ledger.born(ByteBuffer.allocateDirect(size));
    Supplier<Supplier<Ledger.Entry>> nested = () -> () -> Ledger.born(ByteBuffer.allocateDirect(5));
    Supplier<Ledger.Entry> anonymous =
        new Supplier<>() {
          @Override
          public Ledger.Entry get() {
            return Ledger.born(ByteBuffer.allocateDirect(6));
          }
        };
    Shapes shapes = new Shapes();
    KEPT.add(lambda.apply(4));
    KEPT.add(nested.get().get());
    KEPT.add(anonymous.get());
    KEPT.add(new Implementation().byDefault());
    KEPT.add(Interface.ofInterface());
    KEPT.add(Constant.ONLY.make());
    KEPT.add(new Point(10).entry());
    KEPT.add(shapes.new Inner().make(11L, 1.0));
    KEPT.add(withFrames(3, true));
    KEPT.add(withFrames(3, false));
    KEPT.add(synchronizedly(13));
    KEPT.add(twoOnOneLine(true));
    KEPT.add(twoOnOneLine(false));
    Ledger.print();
    Runtime.getRuntime().addShutdownHook(new Thread(KEPT::clear));
  }

  /** Jumps, handlers and wide locals around the call: all need stack map frames. */
  private static Ledger.Entry withFrames(int count, boolean fail) {
    long wide = count;
    double wider = wide * 2.0;
    try {
      while (wide > 0) {
        wide--;
        if (fail && wide == 1) {
          throw new IllegalStateException();
        }
      }
      return fail ? null : Ledger.born(ByteBuffer.allocateDirect((int) wider + count));
    } catch (IllegalStateException e) {
      return Ledger.born(ByteBuffer.allocateDirect(wider > wide ? 12 : 1));
    } finally {
      KEPT.add(Ledger.born(ByteBuffer.allocateDirect((int) wide + 20)));
    }
  }

  private static synchronized Ledger.Entry synchronizedly(int size) {
    synchronized (KEPT) {
      return Ledger.born(ByteBuffer.allocateDirect(size));
    }
  }

  /** One place in the report, as it is in the ledger. */
  private static Ledger.Entry twoOnOneLine(boolean first) {
    return Ledger.born(first ? ByteBuffer.allocateDirect(14) : ByteBuffer.allocateDirect(15));
  }

  private interface Interface {
    default Ledger.Entry byDefault() {
      return Ledger.born(ByteBuffer.allocateDirect(7));
    }

    static Ledger.Entry ofInterface() {
      return Ledger.born(ByteBuffer.allocateDirect(8));
    }
  }

  private static final class Implementation implements Interface {}

  private enum Constant {
    ONLY {
      @Override
      Ledger.Entry make() {
        return Ledger.born(ByteBuffer.allocateDirect(9));
      }
    };

    abstract Ledger.Entry make();
  }

  private record Point(int size, Ledger.Entry entry) {
    Point(int size) {
      this(size, Ledger.born(ByteBuffer.allocateDirect(size)));
    }
  }

  private final class Inner {
    Ledger.Entry make(long size, double factor) {
      int bytes = (int) (size * factor) + (field == null ? 1 : 0);
      return Ledger.born(ByteBuffer.allocateDirect(bytes));
    }
  }
}
