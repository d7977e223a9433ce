package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import dev.tinyalloc.hook.CallerSites;
import dev.tinyalloc.site.Site;
import dev.tinyalloc.site.Sites;
import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StackSitesTest {

  private static final String API = "ByteBuffer.allocateDirect";

  private static final String OWN_JNI =
      "its native code makes buffers by JNI's NewDirectByteBuffer";

  @Test
  void shouldMakeASiteOfAFrameAndCountItOnce() throws OptionException {
    StackSites sites = sites("");
    int before = Coverage.otherCallers();

    Site site = Sites.site(sites.register(frame(List.class, 42), API));

    assertThat(site.className()).isEqualTo("java.util.List");
    assertThat(site.method()).isEqualTo("run");
    assertThat(site.file()).isEqualTo("Some.java");
    assertThat(site.line()).isEqualTo(42);
    assertThat(site.loader()).isEqualTo("boot");
    assertThat(sites.register(frame(List.class, 42), API)).isEqualTo(site.id());
    assertThat(Coverage.otherCallers()).isEqualTo(before + 1);
  }

  @Test
  void shouldLeaveTheLineOfNativeMethodsOpen() throws OptionException {
    assertThat(Sites.site(sites("").register(frame(Map.class, -2), API)).line()).isEqualTo(-1);
  }

  @Test
  void shouldMakeASiteWhereNoJavaCodeHasCalled() throws OptionException {
    assertThat(Sites.site(sites("").register(null, API)).className()).isEqualTo("(native code)");
  }

  @Test
  void shouldLeaveExcludedClassesToTheJdk() throws OptionException {
    assertThat(sites("exclude=java.util.*").register(frame(List.class, 1), API))
        .isEqualTo(CallerSites.JDK);
    assertThat(sites("include=com.*").register(frame(List.class, 1), API))
        .isEqualTo(CallerSites.JDK);
  }

  @Test
  void shouldServeTheAgentItselfWithoutCounting() throws OptionException {
    assertThat(sites("").register(frame(StackSites.class, 1), API)).isZero();
  }

  @Test
  void shouldNumberSitesOfEachApiAndOpeningsApart() throws OptionException {
    StackSites sites = sites("");
    Frame frame = new Frame(List.class, 77);
    int before = Coverage.otherCallers();

    Site buffers = Sites.site(sites.register(frame, API));
    Site arenas = Sites.site(sites.register(frame, "Arena.allocate"));
    int confined = sites.opened(frame, "confined");

    assertThat(arenas.id()).isNotEqualTo(buffers.id());
    assertThat(arenas.api()).isEqualTo("Arena.allocate");
    assertThat(confined).isPositive().isNotEqualTo(sites.opened(frame, "shared"));
    assertThat(sites.opened(frame, "confined")).isEqualTo(confined);
    assertThat(Coverage.otherCallers()).isEqualTo(before + 4);
  }

  @Test
  void shouldLeaveArenasOfExcludedClassesToTheJdk() throws OptionException {
    assertThat(sites("exclude=java.util.*").opened(frame(List.class, 1), "auto"))
        .isEqualTo(CallerSites.JDK);
    assertThat(sites("").opened(frame(StackSites.class, 1), "auto")).isZero();
    assertThat(sites("").opened(null, "auto")).isPositive();
  }

  @Test
  void shouldListNativeCodeOfTheProgramButNotOfTheJdk() throws OptionException {
    StackSites sites = sites("");
    sites.missed(frame(StackSitesTest.class, -2));
    sites.missed(frame(Integer.class, -2));
    sites.missed(frame(Long.class, 7));

    assertThat(Coverage.missed())
        .anyMatch(
            missed ->
                missed.className().equals(StackSitesTest.class.getName())
                    && missed.reason().equals(OWN_JNI))
        .noneMatch(missed -> missed.className().equals("java.lang.Integer"))
        .anyMatch(missed -> missed.className().equals("java.lang.Long"));
  }

  private static StackSites sites(String argument) throws OptionException {
    return new StackSites(new ClassFilter(Options.read(argument, new Properties(), Map.of())));
  }

  /** A frame in {@code type}; line -2 is that of a native method. */
  private static StackFrame frame(Class<?> type, int line) {
    return new Frame(type, line);
  }

  private record Frame(Class<?> type, int line) implements StackFrame {

    @Override
    public String getClassName() {
      return type.getName();
    }

    @Override
    public String getMethodName() {
      return "run";
    }

    @Override
    public Class<?> getDeclaringClass() {
      return type;
    }

    @Override
    public int getByteCodeIndex() {
      return line;
    }

    @Override
    public String getFileName() {
      return "Some.java";
    }

    @Override
    public int getLineNumber() {
      return line;
    }

    @Override
    public boolean isNativeMethod() {
      return line == -2;
    }

    @Override
    public StackTraceElement toStackTraceElement() {
      return new StackTraceElement(type.getName(), "run", "Some.java", line);
    }
  }
}
