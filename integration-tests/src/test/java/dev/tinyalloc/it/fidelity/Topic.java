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
  SHUTDOWN(Shutdown::addTo);

  private final Consumer<Checks> adder;

  Topic(Consumer<Checks> adder) {
    this.adder = adder;
  }

  /** Its checks, in the order in which they run. */
  public Checks checks() {
    Checks checks = new Checks();
    adder.accept(checks);
    return checks;
  }
}
