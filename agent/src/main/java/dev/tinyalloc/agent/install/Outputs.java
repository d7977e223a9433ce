package dev.tinyalloc.agent.install;

import dev.tinyalloc.agent.boot.Notices;
import dev.tinyalloc.agent.jfr.FlightEvents;
import dev.tinyalloc.agent.jfr.FlightFile;
import dev.tinyalloc.agent.jmx.Registration;
import dev.tinyalloc.agent.log.Console;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.agent.options.ReportFormat;
import dev.tinyalloc.agent.prometheus.MetricsServer;
import dev.tinyalloc.agent.report.SnapshotSource;
import dev.tinyalloc.agent.rewrite.NoticeAdvice;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a running program. Those that options ask for begin at once; the MBean and the
 * flight recorder's events once somebody uses JMX or makes a recording: the classes of the JDK by
 * which that is done give notice. Until then nothing of either is loaded.
 */
final class Outputs implements ClassFileTransformer, BiConsumer<Object, String> {

  /** The class of the servers that exist if anybody has asked for one. */
  private static final String SERVER_CLASS = "com/sun/jmx/mbeanserver/JmxMBeanServer";

  private final Options options;
  private final Instrumentation instrumentation;
  private final CurrentRun run;

  // Not atomics: on JDK 17 their first use costs the start of every program eight classes.
  private boolean registered;
  private boolean recorded;
  private boolean recording;
  private boolean over;
  private @Nullable MetricsServer server;

  Outputs(Options options, Instrumentation instrumentation, CurrentRun run) {
    this.options = options;
    this.instrumentation = instrumentation;
    this.run = run;
  }

  /** Ends them all, once this is no transformer any more. What fails is a line on stderr. */
  synchronized void stop() {
    over = true;
    tryTo(this::restore);
    if (server != null) {
      tryTo(server::stop);
    }
    if (registered) {
      tryTo(Registration::unregister);
    }
    if (recorded) {
      tryTo(FlightEvents::unregister);
    }
    if (recording) {
      tryTo(FlightFile::stop);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void tryTo(Step step) {
    try {
      step.run();
    } catch (Exception | LinkageError e) {
      Console.warn("an output could not be ended: " + e);
    }
  }

  private void restore() throws UnmodifiableClassException {
    List<Class<?>> changed = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null && givesNotice(type.getName().replace('.', '/'))) {
        changed.add(type);
      }
    }
    if (!changed.isEmpty()) {
      instrumentation.retransformClasses(changed.toArray(new Class<?>[0]));
    }
  }

  /** Has our events in the recordings to come, if nobody has made one yet. */
  void readyToRecord() {
    recordEvents();
  }

  /** Begins what the options ask for. */
  void start() {
    String address = options.prometheus();
    if (address != null) {
      serve(address);
    }
    if (options.reports().contains(ReportFormat.JFR)) {
      record();
    }
  }

  private void serve(String address) {
    try {
      server = MetricsServer.start(address, source());
    } catch (Throwable e) {
      Console.error("cannot serve metrics on " + address + ": " + e);
    }
  }

  private void record() {
    try {
      recording = FlightFile.start(options);
    } catch (LinkageError e) {
      Console.error("no recording: this JVM has no flight recorder, module jdk.jfr (" + e + ")");
    } catch (Throwable e) {
      Console.error("there will be no recording: " + e);
    }
  }

  private SnapshotSource source() {
    return new SnapshotSource(options, run);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    return loader == null && name != null && givesNotice(name) ? change(name, classFile) : null;
  }

  private static boolean givesNotice(String name) {
    return name.equals(NoticeAdvice.MANAGEMENT_FACTORY)
        || name.equals(NoticeAdvice.RECORDING_CLASS);
  }

  private byte @Nullable [] change(String name, byte[] classFile) {
    try {
      Notices.install(this, instrumentation);
      return NoticeAdvice.change(classFile);
    } catch (Throwable e) {
      Console.warn(name.replace('/', '.') + " shows nothing of TinyAlloc on this JVM: " + e);
      return null;
    }
  }

  /** Called by changed classes of the JDK, in the program's threads; never throws. */
  @Override
  public void accept(@Nullable Object subject, String what) {
    try {
      if (!what.equals(NoticeAdvice.SERVER)) {
        recordEvents();
      } else if (subject != null && firstServer()) {
        Registration.register(subject, source());
      }
    } catch (Throwable e) {
      Console.warn("the " + what + " shows nothing of TinyAlloc: " + e);
    }
  }

  private void recordEvents() {
    if (firstRecording()) {
      FlightEvents.register(source());
    }
  }

  private synchronized boolean firstServer() {
    boolean first = !registered && !over;
    registered |= first;
    return first;
  }

  private synchronized boolean firstRecording() {
    boolean first = !recorded && !over;
    recorded |= first;
    return first;
  }

  /** Catches up on a class that was loaded before the agent came, as other agents may have. */
  void alreadyLoaded(Class<?> type) {
    String name = type.getName().replace('.', '/');
    try {
      if (givesNotice(name)) {
        instrumentation.retransformClasses(type);
      }
      if (name.equals(NoticeAdvice.RECORDING_CLASS) && FlightEvents.wanted()) {
        recordEvents();
      } else if (name.equals(SERVER_CLASS)) {
        accept(Registration.server(), NoticeAdvice.SERVER);
      }
    } catch (Throwable e) {
      Console.warn(type.getName() + " was loaded early and shows nothing of TinyAlloc: " + e);
    }
  }
}
