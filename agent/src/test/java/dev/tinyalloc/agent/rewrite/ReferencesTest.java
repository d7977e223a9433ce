package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Method references and other handles of the method, which are no calls. */
class ReferencesTest {

  private static final Targets BUFFERS = Targets.of(true, false);
  private static final String BUFFER = "Ljava/nio/ByteBuffer;";

  private final Ids ids = new Ids();

  @BeforeEach
  void forgetCalls() {
    FakeBridge.CALLS.clear();
  }

  @Test
  void shouldRedirectMethodReferencesToTheClassOfTheirLine() throws Exception {
    Rewritten rewritten = rewrite(Referring.class);

    assertThat(rewritten.calls()).isEqualTo(2);
    assertThat(ids.sites).containsExactly("get", "get");
    assertThat(ids.left).isEmpty();
    Object result = ((Supplier<?>) instance(Referring.class, rewritten.classFile())).get();
    assertThat(result).isEqualTo(2 + 3 + 4);
    assertThat(FakeBridge.CALLS).containsExactly("2:0", "3:0");
  }

  @Test
  void shouldLeaveReferencesThatCanBeSerializedAndTellOfThem() throws Exception {
    assertThat(rewrite(Storable.class)).isNull();
    assertThat(ids.left).containsExactly(1);
    assertThat(ids.sites).containsExactly("get");
  }

  @Test
  void shouldLeaveReferencesAloneWhereOnlyCallsAreWanted() throws IOException {
    byte[] classFile = Subjects.classFile(Referring.class);

    assertThat(CallSiteRewriter.rewrite(classFile, BUFFERS, false, ids)).isNull();
    assertThat(ids.sites).isEmpty();
  }

  @Test
  void shouldKeepOneValueForAConstantThatTwoMethodsLoad() throws Exception {
    Rewritten rewritten = CallSiteRewriter.rewrite(twoLoads(), BUFFERS, true, ids);

    Class<?> type = define("gen.TwoLoads", rewritten.classFile());
    Object first = type.getMethod("first").invoke(null);
    assertThat(type.getMethod("second").invoke(null)).isSameAs(first);
    assertThat(FakeBridge.CALLS).containsExactly("64:0");
  }

  private @Nullable Rewritten rewrite(Class<?> type) throws IOException {
    return CallSiteRewriter.rewrite(Subjects.classFile(type), BUFFERS, true, ids);
  }

  private static Object instance(Class<?> type, byte[] classFile) throws Exception {
    return define(type.getName(), classFile).getDeclaredConstructor().newInstance();
  }

  private static Class<?> define(String name, byte[] classFile) throws ClassNotFoundException {
    ClassLoader loader =
        new ClassLoader(ReferencesTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String wanted, boolean resolve)
              throws ClassNotFoundException {
            if (!wanted.equals(name)) {
              return super.loadClass(wanted, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, classFile, 0, classFile.length);
          }
        };
    return loader.loadClass(name);
  }

  /** A class with two methods that load one dynamic constant, a buffer. */
  private static byte[] twoLoads() {
    Handle target =
        new Handle(
            Opcodes.H_INVOKESTATIC, "java/nio/ByteBuffer", "allocateDirect", "(I)" + BUFFER, false);
    Handle invoke =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "invoke",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
                + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
            false);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "gen/TwoLoads", null, "java/lang/Object", null);
    for (String name : List.of("first", "second")) {
      int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
      MethodVisitor code = writer.visitMethod(access, name, "()" + BUFFER, null, null);
      code.visitCode();
      code.visitLdcInsn(new ConstantDynamic("made", BUFFER, invoke, target, 64));
      code.visitInsn(Opcodes.ARETURN);
      code.visitMaxs(0, 0);
      code.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Sends references to {@link FakeBridge}, which needs no boot loader. */
  private static final class Ids implements SiteIds {

    private final List<String> sites = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();

    @Override
    public int id(Target target, String className, String method, @Nullable String file, int line) {
      sites.add(method);
      return sites.size();
    }

    @Override
    public String reference(Target target, int id) {
      return FakeBridge.class.getName().replace('.', '/');
    }

    @Override
    public void left(Target target, String className, int id) {
      left.add(id);
    }
  }

  /** Two references to the method, and one to a namesake. */
  public static final class Referring implements Supplier<Integer> {

    @Override
    public Integer get() {
      IntFunction<ByteBuffer> first = ByteBuffer::allocateDirect;
      IntFunction<ByteBuffer> second = ByteBuffer::allocateDirect;
      IntFunction<ByteBuffer> foreign = Referring::allocateDirect;
      int capacities = first.apply(2).capacity() + second.apply(3).capacity();
      return capacities + foreign.apply(4).capacity();
    }

    private static ByteBuffer allocateDirect(int capacity) {
      return ByteBuffer.allocate(capacity);
    }
  }

  /** A reference that can be serialized, and javac's method that reads it back. */
  public static final class Storable implements Supplier<Object> {

    interface Maker extends IntFunction<ByteBuffer>, Serializable {}

    @Override
    public Object get() {
      Maker maker = ByteBuffer::allocateDirect;
      return maker;
    }
  }
}
