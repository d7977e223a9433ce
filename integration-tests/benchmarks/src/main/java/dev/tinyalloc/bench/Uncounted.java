package dev.tinyalloc.bench;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Copies the agent's jar, but for the two methods that count a usual buffer and its end, which do
 * nothing in the copy: {@link Turns} of both tells what the statistics cost. Run from the project's
 * root:
 *
 * <pre>
 * java -cp integration-tests/benchmarks/target/benchmarks.jar dev.tinyalloc.bench.Uncounted JAR COPY
 * </pre>
 */
public final class Uncounted {

  /** The part of the jar that has the classes of the boot loader. */
  private static final String PART = "inst/dev.zip";

  private static final String TALLY = "dev/tinyalloc/boot/site/SiteTally.class";
  private static final Set<String> COUNTING = Set.of("allocatedAgain(J)V", "freed(J)V");

  private Uncounted() {}

  /** Runs with the arguments {@code JAR COPY}. */
  public static void main(String[] arguments) throws IOException {
    Path copy = Path.of(arguments[1]);
    Files.copy(Path.of(arguments[0]), copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem jar = FileSystems.newFileSystem(copy);
        FileSystem part =
            FileSystems.newFileSystem(jar.getPath(PART), Map.of("compressionMethod", "STORED"))) {
      Path tally = part.getPath(TALLY);
      Files.write(tally, withoutCounting(Files.readAllBytes(tally)));
    }
  }

  private static byte[] withoutCounting(byte[] tally) {
    ClassWriter written = new ClassWriter(0);
    Emptying emptying = new Emptying(written);
    new ClassReader(tally).accept(emptying, 0);
    if (emptying.emptied != COUNTING.size()) {
      throw new IllegalStateException(
          TALLY + " has " + emptying.emptied + " of the methods " + COUNTING);
    }
    return written.toByteArray();
  }

  private static final class Emptying extends ClassVisitor {

    int emptied;

    Emptying(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!COUNTING.contains(name + descriptor)) {
        return method;
      }
      emptied++;
      method.visitCode();
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
      method.visitEnd();
      return null;
    }
  }
}
