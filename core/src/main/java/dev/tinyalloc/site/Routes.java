package dev.tinyalloc.site;

import java.util.Arrays;

/**
 * The routes that users have given to sites. Read by the hooks without a lock; a thread sees a
 * change with its next allocation.
 */
public final class Routes {

  /** By site id; sites beyond its end have {@link Route#AUTO}. Never changed in place. */
  private static volatile Route[] routes = new Route[0];

  private Routes() {}

  /** The route of {@code site}; of what is no site, {@link Route#AUTO}. */
  public static Route of(int site) {
    Route[] known = routes;
    return site >= 0 && site < known.length ? known[site] : Route.AUTO;
  }

  /** Whether any site has {@code route}, which is not {@link Route#AUTO}. */
  public static boolean any(Route route) {
    return Arrays.asList(routes).contains(route);
  }

  /** Gives {@code site} a route of its own; those of all others stay. */
  public static synchronized void set(int site, Route route) {
    Route[] known = routes;
    int length = Math.max(known.length, site + 1);
    Route[] changed = Arrays.copyOf(known, length);
    Arrays.fill(changed, known.length, length, Route.AUTO);
    changed[site] = route;
    routes = changed;
  }

  /** Gives every site the route that stands at its id; further ones have {@link Route#AUTO}. */
  public static synchronized void setAll(Route... bySite) {
    routes = bySite.clone();
  }
}
