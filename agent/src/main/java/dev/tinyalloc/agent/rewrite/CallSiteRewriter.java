package dev.tinyalloc.agent.rewrite;

import java.util.BitSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Redirects the calls in one class file, and the method references. The rest of the class stays as
 * it is: methods without a call are copied byte by byte, constants and unknown attributes are kept,
 * and stack frames hold as they are, because at a call that takes one argument more nothing but the
 * stack's depth changes. A receiver becomes the first argument: it is of an interface, and of those
 * the verifier accepts any object.
 */
final class CallSiteRewriter extends ClassVisitor {

  /** Major version of a class file, in bytes 6 and 7. */
  private static final int MAJOR = 6;

  private static final int NEWEST_KNOWN_MAJOR = Opcodes.V28;

  private final BitSet callers;
  private final Targets targets;
  private final @Nullable References references;
  private final SiteIds ids;
  private String className = "";
  private @Nullable String file;
  private int method = -1;
  private int calls;

  private CallSiteRewriter(
      ClassVisitor next,
      BitSet callers,
      Targets targets,
      @Nullable References references,
      SiteIds ids) {
    super(Opcodes.ASM9, next);
    this.callers = callers;
    this.targets = targets;
    this.references = references;
    this.ids = ids;
  }

  /**
   * Redirects the calls of {@code targets} in {@code classFile}, which is not changed.
   *
   * @param swaps whether method references and other handles of the targets count, too
   * @return null where there is nothing to change
   * @throws RuntimeException where ASM cannot read or write the class, a method that would grow
   *     beyond 64 KiB included
   */
  static @Nullable Rewritten rewrite(
      byte[] classFile, Targets targets, boolean swaps, SiteIds ids) {
    ClassReader reader = new ClassReader(readable(classFile));
    References references = swaps ? new References(targets) : null;
    BitSet callers = CallFinder.callers(reader, targets, references);
    if (callers.isEmpty()) {
      return null;
    }
    ClassWriter writer = new FramelessWriter(reader);
    CallSiteRewriter rewriter = new CallSiteRewriter(writer, callers, targets, references, ids);
    reader.accept(rewriter, 0);
    if (rewriter.calls == 0) {
      return null;
    }
    return new Rewritten(versioned(writer.toByteArray(), classFile), rewriter.calls);
  }

  /** {@code changed} with the version of the original, which {@link #readable} may have lowered. */
  static byte[] versioned(byte[] changed, byte[] original) {
    System.arraycopy(original, MAJOR, changed, MAJOR, 2);
    return changed;
  }

  /**
   * The same class with a version that ASM accepts. A newer format that really differs has
   * constants or attributes that ASM does not know: the former make it throw, the latter are
   * copied.
   */
  static byte[] readable(byte[] classFile) {
    int major = ((classFile[MAJOR] & 0xFF) << 8) | (classFile[MAJOR + 1] & 0xFF);
    if (major <= NEWEST_KNOWN_MAJOR) {
      return classFile;
    }
    byte[] copy = classFile.clone();
    copy[MAJOR] = (byte) (NEWEST_KNOWN_MAJOR >> 8);
    copy[MAJOR + 1] = (byte) NEWEST_KNOWN_MAJOR;
    return copy;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    className = name.replace('/', '.');
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public void visitSource(@Nullable String source, @Nullable String debug) {
    file = source;
    super.visitSource(source, debug);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    // Handing out the writer's own visitor is what makes ASM copy the method as it is.
    return callers.get(++method) ? new Method(next, name) : next;
  }

  /** The method in which javac puts what reads serialized lambdas back. */
  private static final String DESERIALIZER = "$deserializeLambda$";

  /** Redirects the calls in one method. */
  private final class Method extends MethodVisitor implements References.Place {

    private final String name;
    private int line = -1;

    Method(MethodVisitor next, String name) {
      super(Opcodes.ASM9, next);
      this.name = name;
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
      super.visitLineNumber(number, start);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String called, String descriptor, boolean isInterface) {
      Target target = targets.called(opcode, owner, called, descriptor);
      if (target == null) {
        super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
        return;
      }
      calls++;
      push(id(target));
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, target.kind().bridge(), called, target.bridgeDescriptor(), false);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String called, String descriptor, Handle bootstrap, Object... arguments) {
      Target target = references == null ? null : references.first(arguments);
      if (references == null || target == null) {
        super.visitInvokeDynamicInsn(called, descriptor, bootstrap, arguments);
      } else if (References.isSerializable(bootstrap, arguments)) {
        leave(target);
        super.visitInvokeDynamicInsn(called, descriptor, bootstrap, arguments);
      } else {
        calls++;
        super.visitInvokeDynamicInsn(
            called,
            references.factory(descriptor, bootstrap, arguments),
            bootstrap,
            references.swap(this, arguments));
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (references == null || references.first(value) == null) {
        super.visitLdcInsn(value);
      } else {
        calls++;
        super.visitLdcInsn(references.swap(this, value)[0]);
      }
    }

    @Override
    public String reference(Target target) {
      return ids.reference(target, id(target));
    }

    /** Lambdas that are read back are counted with those that were written. */
    private void leave(Target target) {
      if (!name.equals(DESERIALIZER)) {
        ids.left(target, className, id(target));
      }
    }

    private int id(Target target) {
      return ids.id(target, className, name, file, line);
    }

    private void push(int id) {
      if (id >= 0 && id <= 5) {
        visitInsn(Opcodes.ICONST_0 + id);
      } else if (id >= Byte.MIN_VALUE && id <= Byte.MAX_VALUE) {
        visitIntInsn(Opcodes.BIPUSH, id);
      } else if (id >= Short.MIN_VALUE && id <= Short.MAX_VALUE) {
        visitIntInsn(Opcodes.SIPUSH, id);
      } else {
        super.visitLdcInsn(id);
      }
    }

    /** The id lies on the stack with all that lay there before, once at a time. */
    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 1, maxLocals);
    }
  }

  /**
   * Copies the constant pool of the class that is read, and proves that no frame is computed:
   * computing them asks for common superclasses and so would load classes of the application.
   */
  private static final class FramelessWriter extends ClassWriter {

    FramelessWriter(ClassReader reader) {
      super(reader, 0);
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
      throw new IllegalStateException("frames are being computed, of " + first + ", " + second);
    }
  }
}
