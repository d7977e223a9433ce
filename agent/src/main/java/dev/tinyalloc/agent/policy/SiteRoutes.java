package dev.tinyalloc.agent.policy;

import dev.tinyalloc.hook.BufferHook;
import dev.tinyalloc.site.Route;
import dev.tinyalloc.site.Routes;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.Sites;
import java.util.List;

/** Brings rules to the hooks. Loaded only if the hooks are installed. */
final class SiteRoutes {

  private SiteRoutes() {}

  /** How many sites there are. */
  static int count() {
    return Sites.count();
  }

  /**
   * Gives every site the route that {@code rules} say.
   *
   * @return how many sites {@code newest} is about
   */
  static int apply(List<Rule> rules, Rule newest) {
    Route[] routes = new Route[Sites.count() + 1];
    routes[0] = Route.AUTO;
    int matching = 0;
    for (int id = 1; id < routes.length; id++) {
      Site site = Sites.site(id);
      routes[id] = route(site, rules);
      matching += matches(newest, site) ? 1 : 0;
    }
    BufferHook.routes(routes);
    return matching;
  }

  /** {@link #apply} for one site, which is new or was met again. */
  static void apply(List<Rule> rules, int id) {
    Route route = route(Sites.site(id), rules);
    if (route != Routes.of(id)) {
      BufferHook.route(id, route);
    }
  }

  /** The newest rule wins. */
  private static Route route(Site site, List<Rule> rules) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      if (matches(rule, site)) {
        return Route.valueOf(rule.choice().name());
      }
    }
    return Route.AUTO;
  }

  private static boolean matches(Rule rule, Site site) {
    return rule.matches(site.id(), site.className(), site.method(), site.file(), site.line());
  }
}
