package dev.tinyalloc.it.fidelity;

import java.util.function.Consumer;

/** The checks by topic. */
@SuppressWarnings("ImmutableEnumChecker") // What it holds are methods.
public enum Topic {
  IDENTITY(Identity::addTo),
  MEMORY(Memory::addTo),
  ZEROES(Zeroes::addTo),
  VIEWS(Views::addTo),
  ACCESS(Access::addTo),
  SEGMENTS(Segments::addTo),
  CALLERS(Callers::addTo),
  FILES(FileChannels::addTo),
  SOCKETS(Sockets::addTo),
  CHECKSUMS(Checksums::addTo),
  CRYPTO(Crypto::addTo),
  CHARSETS(Charsets::addTo),
  TLS(Tls::addTo),
  FREEING(Freeing::addTo),
  ACCOUNTING(Accounting::addTo),
  CONCURRENCY(Concurrency::addTo),
  EXHAUSTION(Exhaustion::addTo),
  DROPPING(Dropping::addTo),
  COLLECTING(Collecting::addTo),
  PAGES(Pages::addTo),
  RECORDS(FlightRecords::addTo),
  SHUTDOWN(Shutdown::addTo),

  ARENA_ZEROES("ArenaZeroes"),
  ARENA_FROM("ArenaFrom"),
  ARENA_ALIGNMENT("ArenaAlignment"),
  ARENA_REFUSALS("ArenaRefusals"),
  ARENA_CONFINEMENT("ArenaConfinement"),
  ARENA_CLOSING("ArenaClosing"),
  ARENA_SCOPES("ArenaScopes"),
  ARENA_REINTERPRET("ArenaReinterpret"),
  ARENA_ACTIONS("ArenaActions"),
  ARENA_ALLOCATORS("ArenaAllocators"),
  ARENA_CALLERS("ArenaCallers"),
  ARENA_ACCESS("ArenaAccess"),
  ARENA_LAYOUTS("ArenaLayouts"),
  ARENA_CALLS("ArenaCalls"),
  ARENA_BUFFERS("ArenaBuffers"),
  ARENA_CHANNELS("ArenaChannels"),
  ARENA_ACQUIRED("ArenaAcquired"),
  ARENA_RACES("ArenaRaces"),
  ARENA_THREADS("ArenaThreads"),
  ARENA_MANY("ArenaMany"),
  ARENA_AUTO("ArenaAuto"),
  ARENA_COLLECTING("ArenaCollecting"),
  ARENA_LIMIT("ArenaLimit"),
  ARENA_PAGES("ArenaPages"),
  ARENA_LEFT_OPEN("ArenaLeftOpen"),
  ARENA_SHUTDOWN("ArenaShutdown");

  private final Consumer<Checks> adder;
  private final boolean arenas;

  Topic(Consumer<Checks> adder) {
    this.adder = adder;
    this.arenas = false;
  }

  /** A topic of arenas, whose class is compiled for JDK 22. */
  Topic(String className) {
    this.adder = checks -> addByName(className, checks);
    this.arenas = true;
  }

  /** Whether its checks are of arenas, and need JDK 22. */
  public boolean arenas() {
    return arenas;
  }

  private static void addByName(String className, Checks checks) {
    try {
      Class<?> type = Class.forName(Topic.class.getPackageName() + "." + className);
      type.getDeclaredMethod("addTo", Checks.class).invoke(null, checks);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(className, e);
    }
  }

  /** Its checks, in the order in which they run. */
  public Checks checks() {
    Checks checks = new Checks();
    if (arenas) {
      addByName("ArenaDirt", checks);
    }
    adder.accept(checks);
    return checks;
  }
}
