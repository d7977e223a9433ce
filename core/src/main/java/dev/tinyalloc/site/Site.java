package dev.tinyalloc.site;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of the program that allocates: what the report calls a site. Immutable but for counts.
 */
public final class Site extends Gauge {

  private final int id;
  private final String api;
  private final String className;
  private final String method;
  private final @Nullable String file;
  private final int line;
  private final String loader;

  /** Frees by threads that could not make a tally, since the Java heap was full. */
  private final AtomicLong freesApart = new AtomicLong();

  private final AtomicLong freedBytesApart = new AtomicLong();

  /** Whether it counts what TinyAlloc serves of a line that has another site for the JDK's part. */
  private final boolean twin;

  /** Null until a call is timed. */
  private volatile @Nullable CallTimes times;

  Site(
      int id,
      String api,
      String className,
      String method,
      @Nullable String file,
      int line,
      String loader,
      boolean twin) {
    this.id = id;
    this.api = api;
    this.className = className;
    this.method = method;
    this.file = file;
    this.line = line;
    this.loader = loader;
    this.twin = twin;
  }

  /** A site of the same line, for what TinyAlloc serves while another part goes to the JDK. */
  Site twin(int newId) {
    return new Site(newId, api, className, method, file, line, loader, true);
  }

  /** Whether it is one of those. */
  public boolean isTwin() {
    return twin;
  }

  /** How long its calls took; made at first sight. Any thread. */
  public CallTimes times() {
    CallTimes known = times;
    return known != null ? known : newTimes();
  }

  /** {@link #times}, or null if no call was timed. */
  public @Nullable CallTimes timesOrNull() {
    return times;
  }

  private synchronized CallTimes newTimes() {
    CallTimes known = times;
    if (known == null) {
      known = new CallTimes();
      times = known;
    }
    return known;
  }

  /** A small positive number, unique in this process; rewritten call sites carry it. */
  public int id() {
    return id;
  }

  /** The method as the source calls it, {@code ByteBuffer.allocateDirect} say. */
  public String api() {
    return api;
  }

  /** Binary name of the calling class, with dots. */
  public String className() {
    return className;
  }

  /** Name of the calling method; {@code <init>} and {@code <clinit>} as the VM has them. */
  public String method() {
    return method;
  }

  /** Source file, or null where the class does not say. */
  public @Nullable String file() {
    return file;
  }

  /** Source line, or -1 where the class does not say. */
  public int line() {
    return line;
  }

  /** {@code boot}, {@code platform}, {@code app}, or the loader's class and identity. */
  public String loader() {
    return loader;
  }

  /** Counts the end of {@code count} allocations for a thread without tally. Allocates nothing. */
  public void freedApart(long count, long bytes) {
    freesApart.getAndAdd(count);
    freedBytesApart.getAndAdd(bytes);
    lowerApart(bytes);
  }

  /** Adds up what all threads have counted here. Exact once they are quiet. */
  public SiteTotals totals() {
    SiteTotals totals = new SiteTotals(this);
    totals.addFrees(freesApart.get(), freedBytesApart.get());
    for (Share share = firstShare(); share != null; share = share.next) {
      totals.add((SiteTally) share);
    }
    Tab.addTo(totals);
    return totals;
  }

  @Override
  long onTabs() {
    return Tab.bytesOf(id);
  }
}
