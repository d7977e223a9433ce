package dev.tinyalloc.agent.options;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers option values from the four places, the strongest first; the first one to set wins. */
final class OptionReader {

  static final String PROPERTY_PREFIX = "tinyalloc.";
  static final String VARIABLE_PREFIX = "TINYALLOC_";

  /** Keys that the allocator itself reads from the system properties. */
  private static final Set<String> ALLOCATOR_KEYS =
      Set.of("limit", "arena.initial", "arena.batch", "arena.shift", "guard.rate");

  private final Map<Option, String> values = new EnumMap<>(Option.class);

  /** The values that were set anywhere, checked. */
  Map<Option, String> read(
      @Nullable String argument, Properties properties, Map<String, String> environment)
      throws OptionException {
    readArgument(argument == null ? "" : argument);
    readProperties(properties);
    readEnvironment(environment);
    String config = values.get(Option.CONFIG);
    if (config != null) {
      readFile(config);
    }
    for (Map.Entry<Option, String> entry : values.entrySet()) {
      check(entry.getKey(), entry.getValue());
    }
    return values;
  }

  private void readArgument(String argument) throws OptionException {
    Map<Option, String> read = new EnumMap<>(Option.class);
    for (String part : argument.split(",", -1)) {
      String pair = part.trim();
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String key = (equals < 0 ? pair : pair.substring(0, equals)).trim();
        // Later ones win here: people append to what a script composed.
        read.put(known(key, key, ""), equals < 0 ? "" : pair.substring(equals + 1).trim());
      }
    }
    offer(read);
  }

  private void readProperties(Properties properties) throws OptionException {
    Map<Option, String> read = new EnumMap<>(Option.class);
    for (String name : properties.stringPropertyNames()) {
      String key = name.startsWith(PROPERTY_PREFIX) ? name.substring(PROPERTY_PREFIX.length()) : "";
      if (!key.isEmpty() && !ALLOCATOR_KEYS.contains(key)) {
        read.put(known(name, key, " in the system properties"), value(properties, name));
      }
    }
    offer(read);
  }

  private void readEnvironment(Map<String, String> environment) throws OptionException {
    Map<Option, String> read = new EnumMap<>(Option.class);
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      String name = entry.getKey();
      String value = entry.getValue().trim();
      // Scripts switch a variable off by emptying it.
      if (name.startsWith(VARIABLE_PREFIX) && !value.isEmpty()) {
        read.put(variable(name), value);
      }
    }
    offer(read);
  }

  private void readFile(String path) throws OptionException {
    Properties properties = load(path);
    Map<Option, String> read = new EnumMap<>(Option.class);
    for (String key : properties.stringPropertyNames()) {
      Option option = known(key, key, " in " + path);
      if (option == Option.CONFIG) {
        throw OptionException.nested(path);
      }
      read.put(option, value(properties, key));
    }
    offer(read);
  }

  private static Properties load(String path) throws OptionException {
    Properties properties = new Properties();
    // java.io on purpose: the default FileSystem is the application's to configure.
    try (FileInputStream in = new FileInputStream(path);
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw OptionException.unreadable(path, e);
    }
  }

  private static Option variable(String name) throws OptionException {
    for (Option option : Option.values()) {
      if (option.variable().equals(name)) {
        return option;
      }
    }
    String key = name.substring(VARIABLE_PREFIX.length()).replace('_', '.');
    throw OptionException.unknown(name, key, " in the environment");
  }

  private static Option known(String name, String key, String where) throws OptionException {
    Option option = Option.byKey(key);
    if (option == null) {
      throw OptionException.unknown(name, key, where);
    }
    return option;
  }

  private static String value(Properties properties, String name) {
    return properties.getProperty(name, "").trim();
  }

  private void offer(Map<Option, String> read) {
    for (Map.Entry<Option, String> entry : read.entrySet()) {
      values.putIfAbsent(entry.getKey(), entry.getValue());
    }
  }

  private static void check(Option option, String value) throws OptionException {
    if (value.isEmpty()) {
      throw OptionException.noValue(option);
    }
    if (!option.kind().accepts(value)) {
      throw OptionException.badValue(option, value);
    }
  }
}
