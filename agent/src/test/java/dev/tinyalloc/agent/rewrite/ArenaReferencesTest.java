package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** References to the methods of arenas, and other handles of them. */
class ArenaReferencesTest {

  private static final String ARENA = "Ljava/lang/foreign/Arena;";
  private static final String SEGMENT = "Ljava/lang/foreign/MemorySegment;";
  private static final String FACTORY_ARGUMENTS =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;";

  private static final Handle METAFACTORY =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/LambdaMetafactory",
          "metafactory",
          FACTORY_ARGUMENTS
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);

  private final Ids ids = new Ids();

  @BeforeEach
  void forgetCalls() {
    ArenaClasses.IDS.clear();
  }

  @Test
  void shouldRedirectReferencesThatOpenArenas() throws Exception {
    Handle target = handle(Opcodes.H_INVOKESTATIC, "Arena", "ofShared", "()" + ARENA);
    Class<?> type =
        rewritten("()", Supplier.class, "get", target, "()Ljava/lang/Object;", "()" + ARENA);

    Supplier<?> opener = (Supplier<?>) type.getMethod("make").invoke(null);

    try (AutoCloseable arena = (AutoCloseable) opener.get()) {
      assertThat(arena.getClass().getSimpleName()).isEqualTo("ArenaImpl");
    }
    assertThat(ids.labels).containsExactly("shared");
    assertThat(ArenaClasses.IDS).containsExactly(1);
  }

  /** As the compiler has it: the receiver is an arena, the method one of its supertype. */
  @Test
  void shouldRedirectReferencesThatCaptureTheArena() throws Exception {
    Handle target =
        handle(Opcodes.H_INVOKEINTERFACE, "SegmentAllocator", "allocate", "(J)" + SEGMENT);
    Class<?> type =
        rewritten(
            "(" + ARENA + ")",
            LongFunction.class,
            "apply",
            target,
            "(J)Ljava/lang/Object;",
            "(J)" + SEGMENT);

    try (AutoCloseable arena = arena()) {
      Object allocator = type.getMethod("make", arenaType()).invoke(null, arena);
      assertThat(((LongFunction<?>) allocator).apply(48).toString()).contains("byteSize: 48");
    }
    assertThat(ids.labels).containsExactly("Arena.allocate");
    assertThat(ArenaClasses.IDS).containsExactly(1);
  }

  @Test
  void shouldRedirectReferencesThatAreHandedTheArena() throws Exception {
    Handle target =
        handle(
            Opcodes.H_INVOKEINTERFACE, "Arena", "allocateFrom", "(Ljava/lang/String;)" + SEGMENT);
    Class<?> type =
        rewritten(
            "()",
            BiFunction.class,
            "apply",
            target,
            "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
            "(" + ARENA + "Ljava/lang/String;)" + SEGMENT);

    @SuppressWarnings("unchecked")
    BiFunction<Object, Object, Object> allocator =
        (BiFunction<Object, Object, Object>) type.getMethod("make").invoke(null);

    try (AutoCloseable arena = arena()) {
      assertThat(allocator.apply(arena, "four").toString()).contains("byteSize: 5");
    }
    assertThat(ArenaClasses.IDS).containsExactly(1);
  }

  @Test
  void shouldKeepTheTypeOfAHandleAndThatItCollectsItsArguments() throws Exception {
    String layout = "Ljava/lang/foreign/ValueLayout$OfInt;";
    Handle target =
        handle(Opcodes.H_INVOKEINTERFACE, "Arena", "allocateFrom", "(" + layout + "[I)" + SEGMENT);

    MethodHandle original = (MethodHandle) handles(target).getMethod("make").invoke(null);
    Rewritten rewritten = rewrite(loading(target));
    MethodHandle swapped =
        (MethodHandle) define(rewritten.classFile()).getMethod("make").invoke(null);

    assertThat(swapped.type()).isEqualTo(original.type());
    assertThat(swapped.isVarargsCollector()).isEqualTo(original.isVarargsCollector()).isTrue();
    assertThat(ids.labels).containsExactly("Arena.allocateFrom");
  }

  @Test
  void shouldLeaveHandlesOfOtherKindsAlone() {
    Handle special =
        handle(Opcodes.H_INVOKESPECIAL, "SegmentAllocator", "allocate", "(J)" + SEGMENT);

    assertThat(CallSiteRewriter.rewrite(loading(special), ArenaClasses.ARENAS, true, ids)).isNull();
  }

  /** A class whose method {@code make} makes an object of {@code type} of the reference. */
  private Class<?> rewritten(
      String captured,
      Class<?> type,
      String method,
      Handle target,
      String erased,
      String instantiated)
      throws Exception {
    String descriptor = captured + Type.getDescriptor(type);
    ClassWriter writer = ArenaClasses.begin("gen/Refers");
    MethodVisitor code = ArenaClasses.method(writer, "make", descriptor);
    ArenaClasses.load(code, descriptor);
    code.visitInvokeDynamicInsn(
        method,
        descriptor,
        METAFACTORY,
        Type.getMethodType(erased),
        target,
        Type.getMethodType(instantiated));
    ArenaClasses.end(code);
    writer.visitEnd();
    return define(rewrite(writer.toByteArray()).classFile());
  }

  private Rewritten rewrite(byte[] classFile) {
    return CallSiteRewriter.rewrite(classFile, ArenaClasses.ARENAS, true, ids);
  }

  private Class<?> define(byte[] classFile) throws Exception {
    Map<String, byte[]> files = new HashMap<>(ids.classes);
    files.put("gen.Refers", classFile);
    return ArenaClasses.define("gen.Refers", files);
  }

  private static Class<?> handles(Handle target) throws Exception {
    return ArenaClasses.define("gen.Refers", Map.of("gen.Refers", loading(target)));
  }

  private static byte[] loading(Handle target) {
    ClassWriter writer = ArenaClasses.begin("gen/Refers");
    MethodVisitor code = ArenaClasses.method(writer, "make", "()Ljava/lang/invoke/MethodHandle;");
    code.visitLdcInsn(target);
    ArenaClasses.end(code);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static Handle handle(int tag, String type, String name, String descriptor) {
    return new Handle(tag, "java/lang/foreign/" + type, name, descriptor, true);
  }

  private static Class<?> arenaType() throws ClassNotFoundException {
    return Class.forName("java.lang.foreign.Arena");
  }

  private static AutoCloseable arena() throws Exception {
    return (AutoCloseable) arenaType().getMethod("ofConfined").invoke(null);
  }

  /** Generates the classes of references as the agent does, under names that any loader defines. */
  private static final class Ids implements SiteIds {

    private final List<String> labels = new ArrayList<>();
    private final Map<String, byte[]> classes = new HashMap<>();

    @Override
    public int id(Target target, String className, String method, @Nullable String file, int line) {
      labels.add(target.label());
      return labels.size();
    }

    @Override
    public String reference(Target target, int id) {
      String name = target.referenceName(id).replace("java/lang/foreign", "gen");
      byte[] classFile = ReferenceGenerator.generate(target, id);
      classes.put(
          name.replace('/', '.'), ArenaClasses.renamed(classFile, target.referenceName(id), name));
      return name;
    }
  }
}
