package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tinyalloc.agent.report.Snapshot.Place;
import org.jspecify.annotations.Nullable;

/** A line of the program as a report names it. */
final class JsonPlace implements Place {

  private final JsonObject json;

  JsonPlace(JsonObject json) {
    this.json = json;
  }

  @Override
  public int id() {
    return json.has("id") ? json.get("id").getAsInt() : 0;
  }

  @Override
  public String className() {
    return json.get("class").getAsString();
  }

  @Override
  public String method() {
    return json.get("method").getAsString();
  }

  @Override
  public @Nullable String file() {
    JsonElement file = json.get("file");
    return file == null || file.isJsonNull() ? null : file.getAsString();
  }

  @Override
  public int line() {
    return json.get("line").getAsInt();
  }
}
