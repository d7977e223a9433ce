package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.tinyalloc.it.programs.ManyClasses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An application server has loaded 20,000 classes, and does not wait long for an attach. */
class ManyClassesTest {

  private static final int CLASSES = 20_000;

  /** Each of so many classes makes a buffer. */
  private static final int MAKERS = 400;

  private static final int METHODS = 12;
  private static final long LIMIT_MILLIS = 2_000;
  private static final int TRIES = 3;

  @TempDir static Path folder;

  @BeforeAll
  static void writeClasses() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("many.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      for (int i = 0; i < CLASSES; i++) {
        jar.putNextEntry(new JarEntry("many/C" + i + ".class"));
        jar.write(classFile(i));
      }
    }
  }

  /** At best of a few times: others may be busy on the machine. */
  @OnEveryJdk
  void shouldNotTakeLongToInstrumentThemAll(Jdk jdk) throws Exception {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && best > LIMIT_MILLIS; i++) {
      best = Math.min(best, millisToInstrument(jdk));
    }
    assertThat(best).isLessThanOrEqualTo(LIMIT_MILLIS);
  }

  private static long millisToInstrument(Jdk jdk) throws Exception {
    String jar = "-Dmany.jar=" + folder.resolve("many.jar");
    try (RunningJvm server =
        RunningJvm.start(jdk, ManyClasses.class, jar, "-Dmany.count=" + CLASSES)) {
      CommandLine tool = CommandLine.on(jdk);
      assertThat(server.ask("before")).startsWith(MAKERS + " ");
      ChildJvm.Result attach = tool.run("attach", server.pid(), "--json");
      JsonObject answer = new Gson().fromJson(attach.stdout(), JsonObject.class);
      assertThat(answer.get("rewrittenClasses").getAsInt()).isEqualTo(MAKERS);
      String pause = server.ask("attached").split(" ")[1];
      long millis = answer.get("millis").getAsLong();
      System.out.printf(
          "%s: %d ms, the command in all %d ms; longest pause %s ms%n",
          jdk, millis, attach.time().toMillis(), pause);
      String sites = tool.done("sites", server.pid(), "--json", "--limit", "1000");
      assertThat(new Gson().fromJson(sites, JsonArray.class)).hasSize(MAKERS);
      tool.done("detach", server.pid());
      assertThat(server.ask("detached")).startsWith(MAKERS + " ");
      assertThat(server.complaints()).isEmpty();
      return millis;
    }
  }

  private static byte[] classFile(int number) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC;
    writer.visit(Opcodes.V17, access, "many/C" + number, null, "java/lang/Object", null);
    MethodVisitor code = GeneratedMethods.begin(writer, "make", "()Ljava/nio/ByteBuffer;");
    if (number % (CLASSES / MAKERS) == 0) {
      code.visitIntInsn(Opcodes.BIPUSH, 64);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "java/nio/ByteBuffer",
          "allocateDirect",
          "(I)Ljava/nio/ByteBuffer;",
          false);
    } else {
      code.visitInsn(Opcodes.ACONST_NULL);
    }
    GeneratedMethods.end(code, Opcodes.ARETURN);
    for (int i = 0; i < METHODS; i++) {
      code = GeneratedMethods.begin(writer, "work" + i, "()I");
      code.visitLdcInsn("constant " + i + " of " + number);
      String owner = "java/lang/String";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, "hashCode", "()I", false);
      GeneratedMethods.end(code, Opcodes.IRETURN);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }
}
