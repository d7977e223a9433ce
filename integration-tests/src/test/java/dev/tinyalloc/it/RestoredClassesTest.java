package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.it.programs.Capture;
import dev.tinyalloc.it.programs.LoadedServer;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code of all classes is the same before an attach and after a detach, instruction for
 * instruction, as another agent sees it. The constant pools differ: the JVM keeps entries that were
 * added once, and with them the numbers of all.
 */
class RestoredClassesTest {

  private static final String JDK_CLASSES =
      "java/nio/ByteBuffer,java/nio/DirectByteBuffer,java/nio/Bits,jdk/internal/ref/Cleaner,"
          + "java/lang/management/ManagementFactory";

  @TempDir Path folder;

  private Path agent;

  @BeforeEach
  void makeAgent() throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", Capture.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    agent = folder.resolve("capture.jar");
    try (OutputStream out = Files.newOutputStream(agent);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      // Its classes are on the program's own class path.
      jar.putNextEntry(new JarEntry("empty"));
    }
  }

  @OnEveryJdk
  void shouldGiveEveryClassItsOwnCodeBack(Jdk jdk) throws Exception {
    try (RunningJvm server = RunningJvm.start(jdk, LoadedServer.class)) {
      // The management classes are changed once they are there.
      server.ask("gauges");
      Map<String, String> before = capture(jdk, server, "before");
      CommandLine tool = CommandLine.on(jdk);
      tool.done("attach", server.pid());
      Map<String, String> attached = capture(jdk, server, "attached");
      tool.done("attach", server.pid(), "mode=observe");
      tool.done("detach", server.pid());
      Map<String, String> after = capture(jdk, server, "after");
      assertThat(attached.keySet()).isEqualTo(before.keySet());
      for (String name : new String[] {"LoadedServer.class", "ByteBuffer.class", "Cleaner.class"}) {
        assertThat(attached.get(name)).contains("TinyAlloc").isNotEqualTo(before.get(name));
      }
      assertThat(attached.get("ManagementFactory.class")).contains("TinyAllocNotices");
      assertThat(after).isEqualTo(before);
      assertThat(after.toString()).doesNotContain("TinyAlloc");
    }
  }

  /** Code by file name. */
  private Map<String, String> capture(Jdk jdk, RunningJvm server, String when) throws Exception {
    Path directory = Files.createDirectory(folder.resolve(when));
    String argument = "\"" + directory + "," + JDK_CLASSES + "\"";
    jdk.jcmd(server.pid(), "JVMTI.agent_load", agent.toString(), argument);
    Map<String, String> code = new TreeMap<>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        code.put(file.getFileName().toString(), code(file));
      }
    }
    assertThat(code).hasSize(6);
    return code;
  }

  /** All but numbers, which are places in the constant pool and in the code, for the most part. */
  private static String code(Path file) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    assertThat(javap.run(printer, printer, "-c", "-p", file.toString())).isZero();
    return out.toString()
        .lines()
        .filter(line -> !line.startsWith("Warning") && !line.startsWith("Compiled"))
        .map(line -> line.replaceAll("[0-9]+", "").replace("ldc_w", "ldc").replaceAll(" +", " "))
        .reduce("", (all, line) -> all + line + '\n');
  }
}
