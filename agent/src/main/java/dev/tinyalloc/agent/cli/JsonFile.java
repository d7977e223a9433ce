package dev.tinyalloc.agent.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads reports that somebody has kept, or has made: the first fault is told in one line. */
final class JsonFile {

  private static final String CUT_OFF = "it is cut off: the JSON ends too early";

  private final Path path;

  private JsonFile(Path path) {
    this.path = path;
  }

  /** The report in {@code path}. */
  static Report read(Path path) throws CommandFailure {
    return new JsonFile(path).read();
  }

  private Report read() throws CommandFailure {
    JsonElement json = json();
    if (!json.isJsonObject()) {
      throw failure("not a TinyAlloc report, but other JSON");
    }
    JsonObject report = json.getAsJsonObject();
    checkSchema(report.get("schema"));
    Set<String> unknown = check(report);
    return new Report(path.toString(), report, unknown);
  }

  private JsonElement json() throws CommandFailure {
    if (Files.isDirectory(path)) {
      throw failure("it is a directory");
    }
    try (Reader text = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return Json.read(text);
    } catch (IOException e) {
      throw failure(reason(e));
    } catch (JsonParseException | NumberFormatException e) {
      throw failure(e.getCause() instanceof EOFException ? CUT_OFF : "not JSON");
    }
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    } else if (cause instanceof AccessDeniedException) {
      return "permission denied";
    } else if (cause instanceof EOFException) {
      return CUT_OFF;
    } else if (cause instanceof MalformedJsonException) {
      String message = String.valueOf(cause.getMessage());
      // Only the end of the file ends a string like that.
      return message.startsWith("Unterminated string") ? CUT_OFF : "not JSON" + place(message);
    } else if (cause instanceof CharacterCodingException) {
      return "not JSON: it is no text in UTF-8";
    }
    String told = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return told == null ? cause.toString() : told;
  }

  /** Of all that the parser says, where it is. */
  private static String place(String message) {
    int from = message.indexOf("line ");
    int to = message.indexOf(" path", from);
    return from < 0 || to < 0 ? "" : " at " + message.substring(from, to);
  }

  private void checkSchema(@Nullable JsonElement schema) throws CommandFailure {
    if (schema == null || !schema.isJsonPrimitive()) {
      throw failure("not a TinyAlloc report: it has no schema");
    }
    if (!schema.getAsString().equals(Report.SCHEMA)) {
      throw failure(
          "its schema is " + schema.getAsString() + ", and this reads " + Report.SCHEMA + " only");
    }
  }

  private Set<String> check(JsonObject report) throws CommandFailure {
    try {
      Set<String> unknown = ReportShape.check(report);
      checkTime(report);
      for (JsonObject point : Json.rows(report, "series")) {
        checkTime(point);
      }
      return unknown;
    } catch (CommandFailure e) {
      throw failure("not a TinyAlloc report as it should be: " + e.getMessage());
    }
  }

  private static void checkTime(JsonObject object) throws CommandFailure {
    try {
      Instant unused = Instant.parse(Json.text(object, "time"));
    } catch (DateTimeParseException e) {
      throw new CommandFailure(CommandFailure.FAILED, "time is not one of ISO 8601 in UTC");
    }
  }

  private CommandFailure failure(String reason) {
    return new CommandFailure(CommandFailure.FAILED, path + ": " + reason);
  }
}
