package dev.tinyalloc.agent.cli;

import com.google.gson.FormattingStyle;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Set;

/** Writes a JSON object as reports are laid out: one line for each row of a list. */
final class JsonText {

  /** Short objects that stand on a line. */
  private static final Set<String> ONE_LINE = Set.of("jvm", "sampling", "leftOut", "a", "b");

  private final JsonWriter json;

  private JsonText(Writer out) {
    json = new JsonWriter(out);
    json.setFormattingStyle(FormattingStyle.PRETTY);
  }

  /** Writes {@code object}, and a newline at its end; leaves {@code out} open. */
  static void write(JsonObject object, Writer out) throws IOException {
    JsonText text = new JsonText(out);
    text.lines(object);
    text.json.flush();
    out.write('\n');
    out.flush();
  }

  /** Writes {@code object} to stdout. */
  static void print(JsonObject object, PrintWriter out) throws CommandFailure {
    try {
      write(object, new AsciiWriter(out));
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "cannot write to stdout: " + e.getMessage());
    }
    checked(out);
  }

  /** A full disk behind stdout is a failure. */
  static void checked(PrintWriter out) throws CommandFailure {
    if (out.checkError()) {
      throw new CommandFailure(CommandFailure.FAILED, "cannot write all of it to stdout");
    }
  }

  private void lines(JsonObject object) throws IOException {
    json.beginObject();
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      json.name(member.getKey());
      value(member.getKey(), member.getValue());
    }
    json.endObject();
  }

  private void value(String name, JsonElement value) throws IOException {
    if (value.isJsonArray()) {
      json.beginArray();
      for (JsonElement row : value.getAsJsonArray()) {
        line(row);
      }
      json.endArray();
    } else if (value.isJsonObject() && !ONE_LINE.contains(name) && !isLeaf(value)) {
      lines(value.getAsJsonObject());
    } else {
      line(value);
    }
  }

  /** A figure of a diff. */
  private static boolean isLeaf(JsonElement object) {
    return object.getAsJsonObject().has("change");
  }

  private void line(JsonElement value) throws IOException {
    if (!value.isJsonObject()) {
      Json.ELEMENT.write(json, value);
      return;
    }
    json.beginObject();
    json.setFormattingStyle(FormattingStyle.COMPACT);
    for (Map.Entry<String, JsonElement> member : value.getAsJsonObject().entrySet()) {
      json.name(member.getKey());
      Json.ELEMENT.write(json, member.getValue());
    }
    json.endObject();
    json.setFormattingStyle(FormattingStyle.PRETTY);
  }
}
