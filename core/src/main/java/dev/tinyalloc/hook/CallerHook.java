package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import java.lang.StackWalker.StackFrame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Called from the bodies of {@code ByteBuffer.allocateDirect} and of the methods of arenas, and so
 * for every caller that is not a rewritten call site: reflection, method handles, the JDK's own
 * classes, hidden classes. Finds the caller by a short walk of the stack and goes on as if its call
 * had been rewritten.
 *
 * <p>A call costs the walk, some microseconds; what is known of a caller is kept with its class.
 */
public final class CallerHook {

  /** Set while this thread looks for a caller: what needs buffers for that gets the JDK's. */
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  private static final ClassValue<KnownCallers> KNOWN =
      new ClassValue<>() {
        @Override
        protected KnownCallers computeValue(Class<?> type) {
          return new KnownCallers(sites);
        }
      };

  /** Null until installed. */
  private static volatile @Nullable CallerSites sites;

  private static final String BUFFER = "ByteBuffer.allocateDirect";
  private static final String SEGMENT = "Arena.allocate";
  private static final String SEGMENT_FROM = "Arena.allocateFrom";

  private CallerHook() {}

  /** Makes callers known to {@code newSites}; until then the JDK serves them. */
  public static void install(CallerSites newSites) {
    sites = newSites;
  }

  /** Has the calling thread's callers be nobody: it is at work for the agent until it ends. */
  public static void ignoreThisThread() {
    BUSY.set(Boolean.TRUE);
  }

  /**
   * Undoes {@link #ignoreThisThread}.
   *
   * @return whether there was anything to undo
   */
  public static boolean heedThisThread() {
    boolean ignored = BUSY.get() != null;
    BUSY.remove();
    return ignored;
  }

  /** {@code ByteBuffer.allocateDirect(capacity)}, counted at whoever has called it. */
  public static ByteBuffer allocateDirect(int capacity) {
    int site = find(BUFFER);
    return site == CallerSites.JDK
        ? BufferHook.jdkBuffer(capacity)
        : BufferHook.allocateDirect(capacity, site);
  }

  /** The site of whoever asks an arena for a segment; {@link CallerSites#JDK}: nobody's. */
  static int segmentSite() {
    return find(SEGMENT);
  }

  /** The opening of whoever opens an arena; {@link CallerSites#JDK}: nobody's. */
  static int opening(String kind) {
    return find(kind);
  }

  private static int find(String what) {
    CallerSites known = sites;
    if (known == null || BufferHook.mode() == Mode.OFF || BUSY.get() != null) {
      return CallerSites.JDK;
    }
    try {
      StackProbe.touch();
      BUSY.set(Boolean.TRUE);
      CallerFinder finder = new CallerFinder();
      StackFrame caller = finder.caller();
      boolean from = what == SEGMENT && finder.sawAllocateFrom();
      return site(known, caller, from ? SEGMENT_FROM : what);
    } catch (VirtualMachineError exhausted) {
      // No stack or no Java heap left: the JDK's own road will say so, or get by with less.
      return CallerSites.JDK;
    } catch (Throwable ours) {
      Complaint.CALLER_NOT_FOUND.say(ours);
      return CallerSites.JDK;
    } finally {
      BUSY.remove();
    }
  }

  private static int site(CallerSites known, @Nullable StackFrame caller, String what) {
    if (caller == null) {
      return register(known, null, what);
    }
    Class<?> type = caller.getDeclaringClass();
    KnownCallers ofClass = KNOWN.get(type);
    if (ofClass.answers != known) {
      // Somebody else answers now, who may leave other classes out.
      KNOWN.remove(type);
      ofClass = KNOWN.get(type);
      if (ofClass.answers != known) {
        return register(known, caller, what);
      }
    }
    int site = ofClass.site(caller, what);
    return site == KnownCallers.UNKNOWN
        ? ofClass.add(caller, what, register(known, caller, what))
        : site;
  }

  private static int register(CallerSites known, @Nullable StackFrame caller, String what) {
    return what == BUFFER || what == SEGMENT || what == SEGMENT_FROM
        ? known.register(caller, what)
        : known.opened(caller, what);
  }
}
