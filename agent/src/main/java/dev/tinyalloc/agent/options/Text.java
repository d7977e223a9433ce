package dev.tinyalloc.agent.options;

/** Values that are taken as they are, after a look at their form. */
abstract class Text extends Kind {

  /** The path of a file, as {@code java.io.File} takes it. */
  static final Kind PATH = new Path();

  /** Class-name globs, joined by {@code +}. */
  static final Kind GLOBS = new Globs();

  /** {@code HOST:PORT}. */
  static final Kind ADDRESS = new Address();

  private static final class Path extends Text {
    @Override
    String accepted() {
      return "the path of a file";
    }

    @Override
    boolean accepts(String value) {
      return true;
    }
  }

  private static final class Globs extends Text {
    @Override
    String accepted() {
      return "class names with dots, in which * and ? may stand, joined by +";
    }

    @Override
    boolean accepts(String value) {
      for (String part : Lists.split(value)) {
        if (part.isEmpty() || !isGlob(part)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isGlob(String part) {
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if (!Character.isJavaIdentifierPart(c) && ".*?-".indexOf(c) < 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class Address extends Text {
    private static final Quantity PORT_DIGITS = Quantity.SIZE;
    private static final int MAX_PORT = 65_535;

    @Override
    String accepted() {
      return "HOST:PORT, such as 127.0.0.1:9464";
    }

    @Override
    boolean accepts(String value) {
      int colon = value.lastIndexOf(':');
      if (colon <= 0) {
        return false;
      }
      long port = PORT_DIGITS.parse(value.substring(colon + 1));
      return port >= 0 && port <= MAX_PORT;
    }
  }
}
