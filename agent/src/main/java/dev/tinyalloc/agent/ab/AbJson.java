package dev.tinyalloc.agent.ab;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** Writes an experiment as JSON, schema {@code tinyalloc-ab/1}. */
final class AbJson {

  static final String SCHEMA = "tinyalloc-ab/1";

  private final JsonWriter json;
  private final FormattingStyle style;

  private AbJson(Writer out, FormattingStyle style) {
    this.style = style;
    json = new JsonWriter(out);
    json.setFormattingStyle(style);
    json.setHtmlSafe(true);
  }

  /** With a line for each metric and each fork. */
  static void write(Analysis analysis, Writer out) throws IOException {
    new AbJson(out, FormattingStyle.PRETTY).write(analysis);
    out.write('\n');
    out.flush();
  }

  /** In one line, fit for a page. */
  static void writeCompact(Analysis analysis, Writer out) throws IOException {
    new AbJson(out, FormattingStyle.COMPACT).write(analysis);
  }

  private void write(Analysis analysis) throws IOException {
    Experiment experiment = analysis.experiment();
    json.beginObject();
    json.name("schema").value(SCHEMA);
    json.name("forks").value(analysis.completePairs());
    strings("arms", experiment.arms());
    comparison(analysis.main(), true);
    json.name("further").beginArray();
    for (ArmComparison further : analysis.further()) {
      json.beginObject();
      json.name("base").value(further.base());
      json.name("arm").value(further.other());
      comparison(further, false);
      json.endObject();
    }
    json.endArray();
    strings("command", experiment.command());
    json.name("marginPercent").value(experiment.marginPercent());
    json.name("wantedForks").value(experiment.wanted());
    json.name("warmups").value(experiment.warmups());
    json.name("ended").value(experiment.ended());
    json.name("warning").value(analysis.main().warning());
    runs(experiment);
    json.endObject();
    json.flush();
  }

  private void strings(String name, Iterable<String> strings) throws IOException {
    json.name(name).beginArray();
    json.setFormattingStyle(FormattingStyle.COMPACT);
    for (String string : strings) {
      json.value(string);
    }
    json.endArray();
    json.setFormattingStyle(style);
  }

  private void comparison(ArmComparison arms, boolean values) throws IOException {
    json.name("metrics").beginArray();
    for (Comparison metric : arms.metrics()) {
      beginLine();
      json.name("name").value(metric.metric().name());
      json.name("unit").value(metric.metric().unit());
      json.name("higherIsBetter").value(metric.metric().higherIsBetter());
      if (values) {
        numbers(arms.base(), metric.pairs().base());
        numbers(arms.other(), metric.pairs().other());
      }
      number("ratio", metric.ratio());
      numbers("ci95", metric.interval().low(), metric.interval().high());
      number("p", metric.pHolm());
      number("pUncorrected", metric.p());
      json.name("verdict").value(metric.verdict().word());
      if (metric.note() != null) {
        json.name("note").value(metric.note());
      }
      endLine();
    }
    json.endArray();
  }

  private void runs(Experiment experiment) throws IOException {
    json.name("runs").beginArray();
    for (Fork fork : experiment.forks()) {
      beginLine();
      json.name("order").value(fork.order());
      json.name("pair").value(fork.pair());
      json.name("arm").value(fork.arm());
      json.name("failure").value(fork.failure());
      json.name("values").beginObject();
      for (Map.Entry<Metric, Double> value : fork.values().entrySet()) {
        number(value.getKey().name(), value.getValue());
      }
      json.endObject();
      endLine();
    }
    json.endArray();
  }

  private void numbers(String name, double... numbers) throws IOException {
    json.name(name).beginArray();
    for (double number : numbers) {
      number(number);
    }
    json.endArray();
  }

  private void number(String name, double number) throws IOException {
    json.name(name);
    number(number);
  }

  /** Whole numbers as such; what is no number as null. */
  private void number(double number) throws IOException {
    if (!Double.isFinite(number)) {
      json.nullValue();
    } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      json.value((long) number);
    } else {
      json.value(number);
    }
  }

  private void beginLine() throws IOException {
    json.beginObject();
    json.setFormattingStyle(FormattingStyle.COMPACT);
  }

  private void endLine() throws IOException {
    json.endObject();
    json.setFormattingStyle(style);
  }
}
