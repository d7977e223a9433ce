package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pins what the agent's jar shows to an application, and what it hides. */
class AgentJarContentsTest {

  private static final long MAX_BYTES = 5L << 19;
  private static final int MAX_ENTRIES = 120;
  private static final String BOOT = "inst/dev/tinyalloc/boot/";
  private static final String AGENT = "inst/dev/tinyalloc/agent/";

  /**
   * The original names of the libraries. One may stay: the compiler leaves the name of an interface
   * of constants in the pool, where nothing refers to it.
   */
  private static final Pattern UNRELOCATED =
      Pattern.compile(
          "net/bytebuddy/(?!jar/asm/Opcodes\\b)|org/slf4j/|(?<!\\.)com/google/gson/|io/prometheus/"
              + "|org/apache/commons/(?=statistics|numbers|rng)|org/HdrHistogram/");

  /** Names of ours that the boot loader does not have. */
  private static final Pattern NOT_BOOT =
      Pattern.compile("dev[./]tinyalloc[./](?!boot[./])\\w|boot[./]boot");

  /** Its place is taken by the JDK's. */
  private static final String INLINED = "dev/tinyalloc/hook/Inlined.class";

  private static final Pattern FORCE_INLINE =
      Pattern.compile("Ljdk/internal/vm/annotation/ForceInline;");

  private final JarContents jar = new JarContents(Products.agentJar());

  @Test
  void shouldShowNothingButTheEntryPackageToTheSystemClassLoader() {
    assertThat(names(name -> !name.startsWith("inst/") && !name.startsWith("META-INF/")))
        .isNotEmpty()
        .allMatch(name -> name.matches("dev/tinyalloc/agent/[^/]+\\.class"))
        .contains("dev/tinyalloc/agent/TinyAllocAgent.class")
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void shouldKeepOnlyTheManifestAndLicencesBesideThat() {
    assertThat(names(name -> name.startsWith("META-INF/")))
        .contains(
            "META-INF/MANIFEST.MF",
            "META-INF/licenses/LICENSE",
            "META-INF/licenses/commons-statistics/LICENSE",
            "META-INF/licenses/commons-statistics/NOTICE",
            "META-INF/licenses/commons-numbers/LICENSE",
            "META-INF/licenses/commons-numbers/NOTICE",
            "META-INF/licenses/commons-rng/LICENSE",
            "META-INF/licenses/commons-rng/NOTICE",
            "META-INF/licenses/hdrhistogram/LICENSE.txt")
        .allMatch(
            name -> name.equals("META-INF/MANIFEST.MF") || name.startsWith("META-INF/licenses/"))
        .anyMatch(name -> name.contains("byte-buddy"))
        .anyMatch(name -> name.contains("slf4j"));
  }

  @Test
  void shouldHideEverythingElseUnderItsOwnNames() {
    assertThat(names(name -> name.startsWith("inst/")))
        .allMatch(
            name ->
                name.startsWith(AGENT)
                    || name.startsWith(BOOT)
                    || name.equals("inst/boot.index")
                    || name.equals("inst/arena.index")
                    || isArenaClass(name)
                    || name.startsWith("inst/META-INF/services/dev.tinyalloc.agent."));
  }

  /** The JVM and the first opening of the jar read the names of all entries. */
  @Test
  void shouldHaveItsClassesInPartsThatAreStoredAsTheyAre() throws IOException {
    List<String> entries = jar.entries();
    assertThat(entries).hasSizeLessThan(MAX_ENTRIES);
    assertThat(entries).noneMatch(name -> name.startsWith("inst/") && name.endsWith(".class"));
    assertThat(entries).contains("inst/dev.zip", AGENT + "install.zip", AGENT + "shaded/gson.zip");
  }

  @Test
  void shouldRelocateEveryLibrary() {
    assertThat(names(name -> name.startsWith(AGENT + "shaded/")))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/bytebuddy/jar/asm/"))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/slf4j/"))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/gson/"))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/commons/statistics/"))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/hdrhistogram/"))
        .anyMatch(name -> name.startsWith(AGENT + "shaded/prometheus/"));
    assertThat(names(name -> name.endsWith(".class") && mentions(name, UNRELOCATED))).isEmpty();
  }

  @Test
  void shouldHaveTheAllocatorUnderTheNamesOfTheBootLoaderOnly() {
    List<String> core =
        new JarContents(Products.coreJar())
            .names().stream()
                .filter(name -> name.endsWith(".class") && !name.equals(INLINED))
                .map(name -> name.replaceFirst("^dev/tinyalloc/", BOOT))
                .toList();
    assertThat(names(name -> name.startsWith(BOOT))).containsExactlyElementsOf(core);
    assertThat(names(name -> name.contains("boot/boot"))).isEmpty();
    assertThat(names(name -> name.startsWith(BOOT) && mentions(name, NOT_BOOT))).isEmpty();
  }

  @Test
  void shouldHaveTheAnnotationThatTheVmHeedsInPlaceOfOurs() {
    assertThat(new JarContents(Products.coreJar()).names()).contains(INLINED);
    assertThat(names(name -> name.startsWith(BOOT) && mentions(name, FORCE_INLINE)))
        .contains(BOOT + "hook/BufferHook.class", BOOT + "hook/OwnBuffers.class");
  }

  @Test
  void shouldListAllClassesOfTheBootLoaderInItsIndex() {
    List<String> listed = new String(jar.read("inst/boot.index"), UTF_8).lines().toList();
    List<String> present =
        names(name -> name.startsWith(BOOT)).stream()
            .map(name -> name.substring("inst/".length()))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(present);
  }

  @Test
  void shouldListTheClassesThatStandInTheJdkInAnIndexOfTheirOwn() {
    List<String> listed = new String(jar.read("inst/arena.index"), UTF_8).lines().toList();
    List<String> present =
        names(AgentJarContentsTest::isArenaClass).stream()
            .map(name -> name.substring("inst/".length()))
            .toList();
    assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(present);
  }

  @Test
  void shouldSayInTheManifestWhatTheJvmNeeds() throws IOException {
    Attributes manifest = jar.manifest();
    String entry = "dev.tinyalloc.agent.TinyAllocAgent";
    assertThat(manifest.getValue("Premain-Class")).isEqualTo(entry);
    assertThat(manifest.getValue("Agent-Class")).isEqualTo(entry);
    assertThat(manifest.getValue("Main-Class")).isEqualTo(entry);
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(manifest.getValue("Boot-Class-Path")).as("it makes the JVM warn").isNull();
    assertThat(manifest.getValue("Multi-Release")).as("no use in the boot loader").isNull();
  }

  @Test
  void shouldBeRunnableOnJdk17() {
    for (String name : names(name -> name.endsWith(".class"))) {
      int major = jar.read(name)[7];
      boolean forLater =
          (name.startsWith(BOOT)
                  || isArenaClass(name)
                  || name.equals(AGENT + "rewrite/ArenaProbe.class"))
              && major == 66;
      assertThat(major <= 61 || forLater).as("%s has version %s", name, major).isTrue();
    }
  }

  @Test
  void shouldStaySmall() throws IOException {
    long bytes = Files.size(Products.agentJar());
    System.out.println("The agent's jar has " + bytes + " bytes");
    assertThat(bytes).isLessThan(MAX_BYTES);
  }

  private static boolean isArenaClass(String name) {
    return name.matches("inst/(java/lang|jdk/internal)/foreign/TinyAlloc[\\w$]+\\.class");
  }

  /** Whether a class file has the pattern anywhere in its names and strings. */
  private boolean mentions(String name, Pattern pattern) {
    return pattern.matcher(new String(jar.read(name), ISO_8859_1)).find();
  }

  private List<String> names(Predicate<String> filter) {
    return jar.names().stream().filter(filter).toList();
  }
}
