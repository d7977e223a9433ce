package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import org.junit.jupiter.api.Test;

class NewBodiesTest {

  private static final String SUBJECT = Subject.class.getName().replace('.', '/');
  private static final String BRIDGE = Bridge.class.getName().replace('.', '/');
  private static final String TWICE = "twice(Ljava/lang/String;)Ljava/lang/String;";
  private static final String SUM = "sum(IJD)D";

  @Test
  void shouldHandOnTheArgumentsAndTheReceiver() throws Exception {
    Map<String, byte[]> files =
        Map.of(
            "gen.Subject", renamed(changed(TWICE, SUM)),
            "gen.Bridge", renamed(Subjects.classFile(Bridge.class)));
    Class<?> type = ArenaClasses.define("gen.Subject", files);
    Object subject = type.getConstructor().newInstance();

    assertThat(type.getMethod("twice", String.class).invoke(null, "a")).isEqualTo("a, a");
    Object sum =
        type.getMethod("sum", int.class, long.class, double.class).invoke(subject, 1, 2L, 3.5);
    assertThat(sum).isEqualTo(106.5);
    assertThat(type.getMethod("other").invoke(subject)).isEqualTo("as it was");
  }

  @Test
  void shouldRefuseAClassThatLacksAMethod() {
    assertThatThrownBy(() -> changed(TWICE, "sum(I)D"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sum(I)D")
        .hasMessageNotContaining("twice");
  }

  private static byte[] changed(String... methods) throws IOException {
    ClassReader reader = new ClassReader(Subjects.classFile(Subject.class));
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new NewBodies(writer, SUBJECT, BRIDGE, methods), 0);
    return writer.toByteArray();
  }

  /** Under names that the tests' own loader does not know. */
  private static byte[] renamed(byte[] classFile) {
    byte[] file = ArenaClasses.renamed(classFile, SUBJECT, "gen/Subject");
    return ArenaClasses.renamed(file, BRIDGE, "gen/Bridge");
  }

  /** What is changed. */
  public static class Subject {
    public static String twice(String text) {
      return text;
    }

    public double sum(int a, long b, double c) {
      throw new IllegalStateException(a + b + " " + c);
    }

    public String other() {
      return "as it was";
    }
  }

  /** Where the new bodies lead. */
  public static final class Bridge {

    private Bridge() {}

    public static String twice(String text) {
      return text + ", " + text;
    }

    public static double sum(Subject subject, int a, long b, double c) {
      return (subject == null ? 0 : 100) + a + b + c;
    }
  }
}
