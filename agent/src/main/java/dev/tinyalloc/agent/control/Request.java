package dev.tinyalloc.agent.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the command line asks of an agent. On the wire a count and so many strings, each in Java's
 * modified UTF-8: whoever reads it may be of another version, which the first string tells.
 *
 * @param version version of the jar that asks
 * @param command what is to be done
 * @param arguments what for, by name
 */
public record Request(String version, String command, Map<String, String> arguments) {

  private static final int MAX_ARGUMENTS = 64;

  /** Keeps a copy of the arguments. */
  public Request {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** The argument of this name, or {@code standard} where there is none. */
  public String argument(String name, String standard) {
    return arguments.getOrDefault(name, standard);
  }

  /** Sends it, and flushes; leaves {@code out} open. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeUTF(version);
    data.writeUTF(command);
    data.writeInt(arguments.size());
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      data.writeUTF(argument.getKey());
      data.writeUTF(argument.getValue());
    }
    data.flush();
  }

  /** Reads what {@link #write} has sent. */
  public static Request read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    String version = data.readUTF();
    String command = data.readUTF();
    int count = data.readInt();
    if (count < 0 || count > MAX_ARGUMENTS) {
      throw new IOException(
          "a request with " + count + " arguments; " + MAX_ARGUMENTS + " at most");
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      arguments.put(data.readUTF(), data.readUTF());
    }
    return new Request(version, command, arguments);
  }
}
