package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSiteRewriterTest {

  private static final Targets BUFFERS = Targets.of(true, false);

  private final List<String> sites = new ArrayList<>();

  @BeforeEach
  void forgetCalls() {
    FakeBridge.CALLS.clear();
  }

  @Test
  void shouldRedirectEveryKindOfMethodAndKeepItWorking() throws Exception {
    run(Subjects.Callers.class, Subjects.Callers.class);

    assertThat(FakeBridge.CALLS)
        .extracting(call -> call.split(":")[0])
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(FakeBridge.CALLS).extracting(call -> call.split(":")[1]).doesNotHaveDuplicates();
    assertThat(sites)
        .allMatch(site -> site.startsWith(Subjects.Callers.class.getName() + " "))
        .allMatch(site -> site.matches(".* Subjects.java:\\d+"))
        .extracting(site -> site.split(" ")[1])
        .containsExactlyInAnyOrder("<clinit>", "<init>", "run", "run", "branching", "lambda$run$0");
  }

  @Test
  void shouldTellLinesAndShareOneForTwoCallsOnIt() throws IOException {
    rewrite(Subjects.classFile(Subjects.Callers.class));

    List<String> inRun = sites.stream().filter(s -> s.contains(" run ")).toList();
    assertThat(inRun).hasSize(2);
    assertThat(inRun.get(0)).isEqualTo(inRun.get(1));
  }

  @Test
  void shouldRedirectADefaultMethodOfAnInterface() throws Exception {
    run(Subjects.MakerImpl.class, Subjects.MakerImpl.class, Subjects.Maker.class);

    assertThat(FakeBridge.CALLS).containsExactly("8:101");
  }

  @Test
  void shouldLeaveForeignMethodsOfTheSameNameAlone() throws IOException {
    assertThat(rewrite(Subjects.classFile(Subjects.Foreign.class))).isNull();
    assertThat(rewrite(Subjects.classFile(Subjects.FalseHit.class))).isNull();
    assertThat(sites).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 5, 6, 127, 128, 32_767, 32_768, 65_535, 65_536, 1_000_000, Integer.MAX_VALUE})
  void shouldCarryAnySiteId(int id) throws Exception {
    byte[] original = Subjects.classFile(Subjects.Maker.class);
    byte[] changed =
        CallSiteRewriter.rewrite(original, BUFFERS, true, (target, type, method, file, line) -> id)
            .classFile();

    Map<String, byte[]> files = new HashMap<>();
    files.put(Subjects.Maker.class.getName(), bridged(changed));
    files.put(Subjects.MakerImpl.class.getName(), Subjects.classFile(Subjects.MakerImpl.class));
    runIn(files, Subjects.MakerImpl.class);

    assertThat(FakeBridge.CALLS).containsExactly("8:" + id);
  }

  @Test
  void shouldFailOnAMethodThatWouldGrowBeyond64KiB() {
    byte[] huge = GeneratedClasses.withCalls(12_000);

    assertThatThrownBy(() -> rewrite(huge))
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("Method too large");
  }

  @Test
  void shouldLeaveAClassThatFailsAsItWasAndCountIt() {
    String name = GeneratedClasses.NAME.replace('/', '.');

    assertThat(
            ClassRewriting.rewrite(name, null, GeneratedClasses.withCalls(12_000), BUFFERS, true))
        .isNull();

    assertThat(Coverage.missed())
        .anyMatch(missed -> missed.className().equals(name) && missed.loader().equals("boot"));
  }

  @Test
  void shouldReadAVersionThatIsNotOutYetAndKeepIt() {
    byte[] future = GeneratedClasses.withCalls(1);
    future[7] = (byte) 200;

    byte[] changed = rewrite(future).classFile();

    assertThat(changed[7]).isEqualTo((byte) 200);
    assertThat(future).hasSizeLessThan(changed.length);
  }

  @Test
  void shouldKeepUnknownAttributesAndAnnotations() throws IOException {
    byte[] changed = rewrite(GeneratedClasses.withUnknownAttributes()).classFile();

    assertThat(GeneratedClasses.unknownAttributes(changed))
        .containsExactly("class", "method", "code");
    Rewritten callers = rewrite(Subjects.classFile(Subjects.Callers.class));
    assertThat(new String(callers.classFile(), StandardCharsets.ISO_8859_1))
        .contains("Subjects$Marked;", "LocalVariableTable", "NestHost", "StackMapTable");
  }

  private Rewritten rewrite(byte[] classFile) {
    return CallSiteRewriter.rewrite(
        classFile,
        BUFFERS,
        false,
        (target, type, method, file, line) -> {
          String site = type + " " + method + " " + file + ":" + line;
          sites.add(site);
          return 100 + sites.size();
        });
  }

  private void run(Class<?> main, Class<?>... types) throws Exception {
    Map<String, byte[]> files = new HashMap<>();
    for (Class<?> type : types) {
      byte[] original = Subjects.classFile(type);
      Rewritten changed = rewrite(original);
      files.put(type.getName(), changed == null ? original : bridged(changed.classFile()));
    }
    runIn(files, main);
  }

  /** Runs with the verifier on: it checks the frames that were carried over. */
  private static void runIn(Map<String, byte[]> files, Class<?> main) throws Exception {
    ClassLoader loader =
        new ClassLoader(CallSiteRewriterTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] file = files.remove(name);
            return file == null
                ? super.loadClass(name, resolve)
                : defineClass(name, file, 0, file.length);
          }

          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            throw new ClassNotFoundException(name);
          }
        };
    Class<?> type = loader.loadClass(main.getName());
    ((Runnable) type.getConstructor().newInstance()).run();
  }

  /** The class with calls of the bridge sent to {@link FakeBridge}. */
  private static byte[] bridged(byte[] classFile) {
    String fake = FakeBridge.class.getName().replace('.', '/');
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassRemapper(
                writer,
                new SimpleRemapper(Opcodes.ASM9, Map.of(Target.BUFFER.kind().bridge(), fake))),
            0);
    return writer.toByteArray();
  }
}
