package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.LibraryUser;
import dev.tinyalloc.it.programs.Shapes;
import dev.tinyalloc.it.programs.StrictLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** Rewritten classes work, and are redirected, wherever a call stands and whoever loads them. */
class RewritingTest {

  /** Lines of {@link Shapes} that allocate. */
  private static final int PLACES = 16;

  /** More than fit one byte, in one class. */
  private static final int MANY = 700;

  @TempDir Path folder;

  @OnEveryJdk
  void shouldRedirectCallsInEveryKindOfMethod(Jdk jdk) throws Exception {
    ChildJvm.Result result = agent(jdk).run(Shapes.class);
    assertThat(assertExact(result)).hasSize(PLACES);
  }

  @OnEveryJdk
  void shouldRedirectCallsOfAClassWhoseLoaderKnowsTheJdkOnly(Jdk jdk) throws Exception {
    ChildJvm.Result result = agent(jdk).run(StrictLoader.class, Shapes.class.getName());
    assertThat(assertExact(result)).hasSize(PLACES);
    assertThat(report().siteTexts("loader"))
        .allMatch(loader -> loader.startsWith(StrictLoader.class.getName() + "@"));
  }

  @OnEveryJdk
  void shouldRedirectCallsInANamedModule(Jdk jdk) throws Exception {
    Path module =
        new Sources(folder)
            .add("module-info.java", "module some.module {}")
            .add(
                "some/pack/Main.java",
                """
                package some.pack;

                class Main {
                  public static void main(String[] arguments) {
                    System.out.println(Main.class.getModule());
                    System.out.println(java.nio.ByteBuffer.allocateDirect(77).isDirect());
                  }
                }
                """)
            .compile();
    ChildJvm.Result result =
        agent(jdk).jvm("-p", module.toString(), "-m", "some.module/some.pack.Main").run();
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdoutLines()).containsExactly("module some.module", "true");
    assertThat(result.stderr()).isEmpty();
    assertThat(report().siteTexts("class")).containsExactly("some.pack.Main");
    assertThat(report().total("allocatedBytes")).isEqualTo(77);
  }

  @OnEveryJdk
  void shouldGiveEachOfHundredsOfLinesItsOwnSite(Jdk jdk) throws Exception {
    Path classes = new Sources(folder).add("Many.java", manyCalls()).compile();
    ChildJvm.Result result = agent(jdk).classPath(classes).run("Many");
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdoutLines()).containsExactly(String.valueOf(MANY * (MANY + 1) / 2));
    List<SiteCounts> sites = report().activeSites();
    assertThat(sites).hasSize(MANY).allMatch(site -> site.allocations() == 1);
    assertThat(sites).allMatch(site -> site.allocatedBytes() == site.line() - 1);
    assertThat(sites.stream().map(SiteCounts::line).distinct()).hasSize(MANY);
    assertThat(report().coverage("rewrittenSites")).isEqualTo(MANY);
    assertThat(report().coverage("rewrittenClasses")).isEqualTo(1);
  }

  /** A class whose line n + 1 allocates n bytes. */
  private static String manyCalls() {
    StringBuilder source =
        new StringBuilder("class Many { static int sum; static Object[] kept = ");
    source.append("new Object[").append(MANY + 1).append("];\n");
    for (int i = 1; i <= MANY; i++) {
      source.append("static java.nio.ByteBuffer make").append(i);
      source.append("() { return java.nio.ByteBuffer.allocateDirect(").append(i).append("); }\n");
    }
    source.append("static void keep(java.nio.ByteBuffer made) {");
    source.append("kept[made.capacity()] = made; sum += made.capacity(); }\n");
    source.append("public static void main(String[] arguments) {\n");
    IntStream.rangeClosed(1, MANY)
        .forEach(i -> source.append("keep(make").append(i).append("());\n"));
    return source.append("System.out.println(sum); } }\n").toString();
  }

  @OnEveryJdk
  void shouldLeaveMethodsOfTheSameNameAlone(Jdk jdk) throws Exception {
    Path classes =
        new Sources(folder)
            .add(
                "Namesake.java",
                """
                import java.nio.ByteBuffer;
                import java.util.function.IntFunction;

                class Namesake {
                  static ByteBuffer allocateDirect(int size) { return ByteBuffer.allocate(size); }
                  static ByteBuffer allocateDirect(int size, int site) { return null; }

                  public static void main(String[] arguments) throws Throwable {
                    System.out.println(allocateDirect(1).isDirect() + " " + allocateDirect(1, 2));
                    IntFunction<ByteBuffer> reference = ByteBuffer::allocateDirect;
                    System.out.println(reference.apply(3).isDirect());
                  }
                }
                """)
            .compile();
    ChildJvm.Result result = agent(jdk).classPath(classes).run("Namesake");
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stdoutLines()).containsExactly("false null", "true");
    assertThat(result.stderr()).isEmpty();
  }

  @OnEveryJdk
  void shouldLetTheProgramUseALibraryOfItsOwn(Jdk jdk) throws Exception {
    ChildJvm.Result plain = ChildJvm.on(jdk).classPath(Products.coreJar()).run(LibraryUser.class);
    assertThat(plain.exitStatus()).as("%s", plain).isZero();
    ChildJvm.Result result = agent(jdk).classPath(Products.coreJar()).run(LibraryUser.class);
    assertThat(result.stdout()).isEqualTo(plain.stdout()).contains("\ntrue\n");
    assertThat(result.stderr()).isEqualTo(plain.stderr());
    assertThat(report().activeSites()).isEqualTo(SiteCounts.printedBy(plain));
  }

  private ChildJvm agent(Jdk jdk) {
    return ChildJvm.on(jdk).agent("report=json,report.file=" + folder.resolve("report.json"));
  }

  private Report report() throws IOException {
    return Report.read(folder.resolve("report.json"));
  }

  private List<SiteCounts> assertExact(ChildJvm.Result result) throws IOException {
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
    List<SiteCounts> printed = SiteCounts.printedBy(result);
    assertThat(report().activeSites()).containsExactlyInAnyOrderElementsOf(printed);
    assertThat(report().siteTexts("route")).containsOnly("tinyalloc");
    return printed;
  }
}
