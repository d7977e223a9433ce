package dev.tinyalloc.hook;

import dev.tinyalloc.os.StackProbe;
import java.lang.StackWalker.StackFrame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Called from the body of {@code ByteBuffer.allocateDirect}, and so for every caller that is not a
 * rewritten call site: reflection, method handles, the JDK's own classes, hidden classes. Finds the
 * caller by a short walk of the stack and goes on as if its call had been rewritten.
 *
 * <p>A call costs the walk, some microseconds; what is known of a caller is kept with its class.
 */
public final class CallerHook {

  private static final String API = "ByteBuffer.allocateDirect";

  /** Set while this thread looks for a caller: what needs buffers for that gets the JDK's. */
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  private static final ClassValue<KnownCallers> KNOWN =
      new ClassValue<>() {
        @Override
        protected KnownCallers computeValue(Class<?> type) {
          return new KnownCallers();
        }
      };

  /** Null until installed. */
  private static volatile @Nullable CallerSites sites;

  private CallerHook() {}

  /** Makes callers known to {@code newSites}; until then the JDK serves them. */
  public static void install(CallerSites newSites) {
    sites = newSites;
  }

  /** {@code ByteBuffer.allocateDirect(capacity)}, counted at whoever has called it. */
  public static ByteBuffer allocateDirect(int capacity) {
    CallerSites known = sites;
    int site = known == null || BufferHook.mode() == Mode.OFF ? CallerSites.JDK : site(known);
    return site == CallerSites.JDK
        ? BufferHook.jdkBuffer(capacity)
        : BufferHook.allocateDirect(capacity, site);
  }

  private static int site(CallerSites known) {
    if (BUSY.get() != null) {
      return CallerSites.JDK;
    }
    try {
      StackProbe.touch();
      BUSY.set(Boolean.TRUE);
      return site(known, CallerFinder.caller());
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

  private static int site(CallerSites known, @Nullable StackFrame caller) {
    if (caller == null) {
      return known.register(null, API);
    }
    KnownCallers ofClass = KNOWN.get(caller.getDeclaringClass());
    int site = ofClass.site(caller);
    return site == KnownCallers.UNKNOWN ? ofClass.add(caller, known.register(caller, API)) : site;
  }
}
