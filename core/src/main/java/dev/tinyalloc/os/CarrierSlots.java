package dev.tinyalloc.os;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tenant per carrier thread, for ever: when a thread dies, the next thread without a tenant
 * takes over the dead one's, with all it holds.
 *
 * <p>Therefore there are hardly more tenants than there were live carriers at once (none more up to
 * 256), however many threads come and go, and virtual threads add none.
 *
 * @param <T> what each carrier thread has one of
 */
public abstract class CarrierSlots<T extends CarrierSlots.Tenant> {

  /** So many tenants are looked at for one whose thread has died. */
  private static final int SEARCH = 256;

  /** Something that one carrier thread at a time lives in. */
  public abstract static class Tenant extends Padding {
    private volatile WeakReference<Thread> home = new WeakReference<>(null);

    /** {@link Os#carrierId} of the thread that lives here; 0 while nobody ever has. */
    private long homeId;

    /** Whether the carrier with this id lives here. From any thread. */
    public final boolean isHomeOf(long carrierId) {
      return homeId == carrierId;
    }

    /** The thread that lives here, or null when it is gone. */
    public final @Nullable Thread home() {
      Thread thread = home.get();
      return thread != null && thread.isAlive() ? thread : null;
    }
  }

  private final ThreadLocal<T> local = Os.CURRENT.carrierLocal();
  private final SpinLock lock = new SpinLock();

  /** Every tenant there is. Guarded by {@link #lock}. */
  private final List<T> tenants = new ArrayList<>();

  /** By carrier id, dead carriers included. Guarded by {@link #lock}. */
  private final Map<Long, T> byHome = new HashMap<>();

  /** Where the last search for a dead thread's tenant ended. Guarded by {@link #lock}. */
  private int cursor;

  /**
   * Makes a tenant for a carrier that found none to take over. Called under a {@link SpinLock}: it
   * must not enter a monitor, where a virtual thread would leave its carrier.
   */
  protected abstract T create();

  /** Called when {@code tenant} gets a new home, on the thread that moves in. */
  protected void movedIn(T tenant) {}

  /** The calling carrier's tenant; made, or taken over from a dead thread, at the first call. */
  public final T current() {
    T tenant = local.get();
    return tenant != null ? tenant : moveIn();
  }

  /** A copy of the list of all tenants. */
  public final List<T> all() {
    StackProbe.touch();
    lock.lock();
    try {
      return new ArrayList<>(tenants);
    } finally {
      lock.unlock();
    }
  }

  /** The thread that lives in {@code tenant}, or null; never one that is about to move in. */
  public final @Nullable Thread homeOf(Tenant tenant) {
    lock.lock();
    try {
      return tenant.home();
    } finally {
      lock.unlock();
    }
  }

  private T moveIn() {
    StackProbe.touch();
    Thread carrier = Os.CURRENT.currentCarrier();
    T tenant = vacant(carrier);
    movedIn(tenant);
    local.set(tenant);
    return tenant;
  }

  private T vacant(Thread carrier) {
    long id = Os.CURRENT.carrierId();
    lock.lock();
    try {
      // Pools of the JDK may wipe thread-locals: then the thread comes back to what was its own.
      T own = byHome.get(id);
      T tenant = own != null ? own : vacantNearby();
      return settle(tenant != null ? tenant : enter(create()), carrier, id);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A tenant whose thread has died, if one is among the next few; a look at all would take long.
   */
  private @Nullable T vacantNearby() {
    for (int tries = Math.min(SEARCH, tenants.size()); tries > 0; tries--) {
      cursor = cursor + 1 < tenants.size() ? cursor + 1 : 0;
      T tenant = tenants.get(cursor);
      if (tenant.home() == null) {
        return tenant;
      }
    }
    return null;
  }

  private T enter(T tenant) {
    tenants.add(tenant);
    return tenant;
  }

  private T settle(T tenant, Thread carrier, long id) {
    Tenant any = tenant;
    byHome.remove(any.homeId);
    byHome.put(id, tenant);
    any.home = new WeakReference<>(carrier);
    any.homeId = id;
    return tenant;
  }
}
