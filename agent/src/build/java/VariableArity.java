import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Marks methods of a class file as if they were declared with a variable number of arguments, which
 * the compiler would not do without an array at their end. From JDK 18 on, reflection calls methods
 * through method handles, whose first use takes a starting program 10 to 15 ms; those that are
 * marked so it lets the VM call, since no method handle can be made of them.
 *
 * <p>Part of the build: {@code java -cp BYTE-BUDDY VariableArity.java CLASSFILE METHOD...}.
 */
public final class VariableArity extends ClassVisitor {

  private final Set<String> left;

  private VariableArity(ClassVisitor next, Set<String> methods) {
    super(Opcodes.ASM9, next);
    this.left = new HashSet<>(methods);
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Set<String> methods = new HashSet<>(Set.of(arguments));
    methods.remove(arguments[0]);
    ClassReader reader = new ClassReader(Files.readAllBytes(file));
    ClassWriter writer = new ClassWriter(reader, 0);
    VariableArity marked = new VariableArity(writer, methods);
    reader.accept(marked, 0);
    if (!marked.left.isEmpty()) {
      throw new IllegalArgumentException(file + " has no methods " + marked.left);
    }
    Files.write(file, writer.toByteArray());
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    int varargs = left.remove(name) ? Opcodes.ACC_VARARGS : 0;
    return super.visitMethod(access | varargs, name, descriptor, signature, exceptions);
  }
}
