package dev.tinyalloc.agent.install;

import com.google.gson.JsonObject;
import dev.tinyalloc.agent.control.CommandRefused;
import dev.tinyalloc.agent.control.Commands;
import dev.tinyalloc.agent.control.Request;
import dev.tinyalloc.agent.jfr.FlightEvents;
import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.ReportFormat;
import dev.tinyalloc.agent.policy.Policies;
import dev.tinyalloc.agent.report.ReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the command line can have done in this process. Answers are a line of JSON, or a report. */
final class AgentCommands implements Commands {

  private volatile boolean over;

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void enter() {
    Installation current = Installer.current();
    if (current != null) {
      current.ignoreThisThread();
    }
  }

  @Override
  public void run(Request request, OutputStream out) throws Exception {
    switch (request.command()) {
      case "attach" -> attach(request, out);
      case "detach" -> detach(out);
      case "report" -> report(request, out);
      case "policy" -> policy(request, out);
      default ->
          throw new CommandRefused("this agent knows no command \"" + request.command() + '"');
    }
  }

  private void attach(Request request, OutputStream out) throws IOException {
    boolean wasThere = Installer.current() != null;
    long start = System.nanoTime();
    boolean changed;
    try {
      changed = Installer.change(request.argument("options", ""));
    } catch (OptionException e) {
      throw CommandRefused.misused(String.valueOf(e.getMessage()));
    } finally {
      endIfDetached();
    }
    enter();
    JsonObject answer = new JsonObject();
    answer.addProperty("wasThere", wasThere);
    answer.addProperty("changed", changed);
    answer.addProperty("mode", System.getProperty(Installer.MARKER, "off"));
    answer.addProperty("rewrittenClasses", new CurrentRun().get().rewrittenClasses());
    answer.addProperty("millis", (System.nanoTime() - start) / 1_000_000);
    send(answer, out);
  }

  /** Nobody is listened to where there is nothing to be said, also after a vain attach. */
  private void endIfDetached() {
    if (Installer.current() == null) {
      Listening.end();
      over = true;
    }
  }

  private void detach(OutputStream out) throws IOException {
    long start = System.nanoTime();
    boolean wasThere = Installer.detach();
    endIfDetached();
    JsonObject answer = new JsonObject();
    answer.addProperty("wasThere", wasThere);
    answer.addProperty("millis", (System.nanoTime() - start) / 1_000_000);
    send(answer, out);
  }

  private static void policy(Request request, OutputStream out) throws IOException {
    Installation unused = installed();
    JsonObject answer = new JsonObject();
    try {
      String pattern = request.argument("pattern", "");
      answer.addProperty("sites", Policies.set(pattern, request.argument("route", "")).sites());
    } catch (IllegalArgumentException e) {
      throw CommandRefused.misused(String.valueOf(e.getMessage()));
    }
    send(answer, out);
  }

  /** With {@code collect=true}, arenas that nobody can close any more are looked for first. */
  private static void report(Request request, OutputStream out) throws Exception {
    Installation current = installed();
    if (request.argument("collect", "").equals("true") && current.source().hasAllocator()) {
      LeakedArenas.find();
    }
    ReportFormat format = format(request.argument("format", "json"));
    if (format == ReportFormat.JFR) {
      current.readyToRecord();
      FlightEvents.record(out);
    } else {
      ReportWriter.write(format, current.options(), current.source().now(), out);
    }
  }

  private static ReportFormat format(String name) throws CommandRefused {
    try {
      return ReportFormat.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandRefused("this agent writes no reports in the format \"" + name + '"');
    }
  }

  private static Installation installed() throws CommandRefused {
    Installation current = Installer.current();
    if (current == null) {
      throw new CommandRefused("TinyAlloc is not attached to this process");
    }
    return current;
  }

  private static void send(JsonObject answer, OutputStream out) throws IOException {
    out.write(answer.toString().getBytes(StandardCharsets.UTF_8));
  }
}
