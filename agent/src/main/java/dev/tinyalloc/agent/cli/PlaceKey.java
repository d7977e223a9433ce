package dev.tinyalloc.agent.cli;

import com.google.gson.JsonObject;

/**
 * What tells the rows of a list apart in reports of several processes, where ids mean nothing.
 *
 * @param what the {@code api} of a site, the {@code kind} of arenas
 * @param loader with or without the loader's identity
 */
record PlaceKey(String what, String className, String method, int line, String loader) {

  /** That of the site 0. A real site has a class. */
  static final PlaceKey REST = new PlaceKey("", "", "", -1, "");

  static PlaceKey of(JsonObject row, String what, String loader) {
    return new PlaceKey(
        Json.text(row, what),
        Json.text(row, "class"),
        Json.text(row, "method"),
        (int) Json.number(row, "line"),
        loader);
  }

  /** Whether {@code site} is the sum of those for which a report had no room. */
  static boolean isRest(JsonObject site) {
    return site.has("id") && Json.number(site, "id") == 0;
  }

  /** {@code com.example.Loader} of {@code com.example.Loader@1b2c}. */
  static String loaderClass(String loader) {
    int identity = loader.lastIndexOf('@');
    return identity < 0 ? loader : loader.substring(0, identity);
  }
}
