package dev.tinyalloc.agent.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/** Classes that use arenas. Generated: the tests are compiled for a release that has none. */
public final class ArenaClasses {

  static final Targets ARENAS = Targets.of(false, true);

  /** The ids that {@link #fakeBridge} was called with. */
  static final List<Integer> IDS = new ArrayList<>();

  private static final String FAKE = "gen/FakeArenas";

  private ArenaClasses() {}

  /** Called from the generated bridge. */
  public static void seen(int id) {
    IDS.add(id);
  }

  /**
   * A class with a static method {@code call0}, {@code call1}, … for each target, that calls it.
   */
  static byte[] callers(List<Target> targets, int allocationOpcode) {
    ClassWriter writer = begin("gen/Callers");
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      MethodVisitor code = method(writer, "call" + i, target.referenceDescriptor());
      load(code, target.referenceDescriptor());
      boolean opens = target.kind() == Target.Kind.OPENING;
      invoke(code, target, opens ? Opcodes.INVOKESTATIC : allocationOpcode);
      end(code);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Does what the bridge in the boot loader does: notes the id, and calls the method itself. */
  private static byte[] fakeBridge() {
    ClassWriter writer = begin(FAKE);
    Map<String, Target> methods = new HashMap<>();
    for (Target target : ArenaTargets.list()) {
      methods.put(target.name() + target.bridgeDescriptor(), target);
    }
    for (Target target : methods.values()) {
      String descriptor = target.bridgeDescriptor();
      MethodVisitor code = method(writer, target.name(), descriptor);
      int id = (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - 2;
      code.visitVarInsn(Opcodes.ILOAD, id);
      String owner = ArenaClasses.class.getName().replace('.', '/');
      code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "seen", "(I)V", false);
      load(code, descriptor.replace("I)", ")"));
      invoke(code, target, target.kind().opcode());
      end(code);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Defines classes whose calls of the bridge go to a fake one; verified as any class is. */
  static Class<?> define(String name, Map<String, byte[]> classFiles) throws Exception {
    Map<String, byte[]> all = new HashMap<>();
    all.put(FAKE.replace('/', '.'), fakeBridge());
    classFiles.forEach((type, file) -> all.put(type, bridged(file)));
    ClassLoader loader =
        new ClassLoader(ArenaClasses.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            byte[] file = all.get(wanted);
            if (file == null) {
              throw new ClassNotFoundException(wanted);
            }
            return defineClass(wanted, file, 0, file.length);
          }
        };
    return Class.forName(name, true, loader);
  }

  private static byte[] bridged(byte[] classFile) {
    return renamed(classFile, ArenaTargets.BRIDGE, FAKE);
  }

  /** The class file with one class in it called otherwise. */
  static byte[] renamed(byte[] classFile, String from, String to) {
    ClassWriter writer = new ClassWriter(0);
    SimpleRemapper remapper = new SimpleRemapper(Opcodes.ASM9, Map.of(from, to));
    new ClassReader(classFile).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  static ClassWriter begin(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    return writer;
  }

  static MethodVisitor method(ClassWriter writer, String name, String descriptor) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = writer.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    return code;
  }

  static void end(MethodVisitor code) {
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  static void load(MethodVisitor code, String descriptor) {
    int local = 0;
    for (Type type : Type.getArgumentTypes(descriptor)) {
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
  }

  private static void invoke(MethodVisitor code, Target target, int opcode) {
    code.visitMethodInsn(opcode, target.owner(), target.name(), target.descriptor(), true);
  }
}
