package dev.tinyalloc.agent.report;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.TypeAdapter;
import java.io.IOException;

/** Reads JSON strictly. Not by JsonParser, whose annotations the compiler here does not find. */
final class Json {

  private static final TypeAdapter<JsonElement> ELEMENT = new Gson().getAdapter(JsonElement.class);

  private Json() {}

  static JsonElement element(String text) throws IOException {
    return ELEMENT.fromJson(text);
  }

  static JsonObject object(String text) throws IOException {
    return element(text).getAsJsonObject();
  }
}
