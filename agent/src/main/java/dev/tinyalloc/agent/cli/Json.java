package dev.tinyalloc.agent.cli;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into JSON of which the kinds of values are known to be right. What is missing is 0 or
 * empty: reports may be older than this command.
 */
final class Json {

  /** Not by JsonParser, whose annotations the compiler here does not find. */
  static final TypeAdapter<JsonElement> ELEMENT = new Gson().getAdapter(JsonElement.class);

  /** As in the reports: estimates are not known better than that. */
  private static final MathContext DIGITS = new MathContext(6);

  private Json() {}

  /** The one value that {@code text} consists of. */
  static JsonElement read(Reader text) throws IOException {
    JsonReader json = new JsonReader(text);
    json.setStrictness(Strictness.STRICT);
    JsonElement element = ELEMENT.read(json);
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("more than one value");
    }
    return element;
  }

  static long number(@Nullable JsonObject object, String key) {
    JsonElement value = member(object, key);
    return value == null ? 0 : value.getAsLong();
  }

  static BigDecimal decimal(@Nullable JsonObject object, String key) {
    JsonElement value = member(object, key);
    return value == null ? BigDecimal.ZERO : value.getAsBigDecimal();
  }

  static String text(@Nullable JsonObject object, String key) {
    JsonElement value = member(object, key);
    return value == null ? "" : value.getAsString();
  }

  static JsonObject part(@Nullable JsonObject object, String key) {
    JsonElement value = member(object, key);
    return value == null ? new JsonObject() : value.getAsJsonObject();
  }

  /** The elements of a list of objects. */
  static List<JsonObject> rows(@Nullable JsonObject object, String key) {
    List<JsonObject> rows = new ArrayList<>();
    for (JsonElement row : list(object, key)) {
      rows.add(row.getAsJsonObject());
    }
    return rows;
  }

  /** The elements of a list. */
  static List<JsonElement> list(@Nullable JsonObject object, String key) {
    JsonElement value = member(object, key);
    return value == null ? List.of() : value.getAsJsonArray().asList();
  }

  /** To the digits that an estimate has in a report. */
  static BigDecimal rounded(BigDecimal number) {
    return number.round(DIGITS).stripTrailingZeros();
  }

  private static @Nullable JsonElement member(@Nullable JsonObject object, String key) {
    JsonElement value = object == null ? null : object.get(key);
    return value == null || value.isJsonNull() ? null : value;
  }
}
