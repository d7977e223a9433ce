package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArenaCallsTest {

  private static final List<Target> TARGETS = ArenaTargets.list();

  private final List<String> labels = new ArrayList<>();

  /** Numbers lines from 1 on. */
  private final SiteIds ids =
      (target, type, method, file, line) -> {
        labels.add(target.label());
        return labels.size();
      };

  @BeforeEach
  void forgetCalls() {
    ArenaClasses.IDS.clear();
  }

  @Test
  void shouldKnowTheMethodsOfTheJdk() throws Exception {
    for (Target target : TARGETS) {
      boolean opens = target.kind() == Target.Kind.OPENING;
      String owner = opens ? ArenaTargets.ARENA : ArenaTargets.ALLOCATOR;
      Stream<Method> methods =
          Stream.of(Class.forName(owner.replace('/', '.')).getDeclaredMethods())
              .filter(method -> Modifier.isPublic(method.getModifiers()))
              .filter(method -> Modifier.isStatic(method.getModifiers()) == opens);
      assertThat(methods.map(method -> method.getName() + Type.getMethodDescriptor(method)))
          .contains(target.name() + target.descriptor());
    }
    assertThat(TARGETS).hasSize(3 + 2 * 22).doesNotHaveDuplicates();
    // The ids of openings are enough to tell their kinds apart.
    assertThat(TARGETS)
        .filteredOn(target -> target.kind() == Target.Kind.ALLOCATION)
        .extracting(target -> target.referenceName(1))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldSendEveryCallToTheMethodThatTakesTheReceiverFirstAndTheIdLast() throws Exception {
    byte[] callers = ArenaClasses.callers(TARGETS, Opcodes.INVOKEINTERFACE);

    Rewritten rewritten = CallSiteRewriter.rewrite(callers, ArenaClasses.ARENAS, true, ids);

    assertThat(rewritten.calls()).isEqualTo(TARGETS.size());
    assertThat(labels).containsExactlyElementsOf(TARGETS.stream().map(Target::label).toList());
    assertThat(calls(rewritten.classFile()))
        .containsExactlyElementsOf(
            TARGETS.stream()
                .map(t -> ArenaTargets.BRIDGE + '.' + t.name() + t.bridgeDescriptor())
                .toList());
    assertThat(calls(rewritten.classFile()))
        .contains(
            ArenaTargets.BRIDGE + ".ofShared(I)Ljava/lang/foreign/Arena;",
            ArenaTargets.BRIDGE
                + ".allocate(Ljava/lang/foreign/SegmentAllocator;JJI)"
                + "Ljava/lang/foreign/MemorySegment;");
  }

  @Test
  void shouldKeepRewrittenCallsWorking() throws Exception {
    byte[] callers = ArenaClasses.callers(TARGETS, Opcodes.INVOKEINTERFACE);
    byte[] file = CallSiteRewriter.rewrite(callers, ArenaClasses.ARENAS, true, ids).classFile();
    Class<?> type = ArenaClasses.define("gen.Callers", Map.of("gen.Callers", file));

    try (AutoCloseable arena = (AutoCloseable) call(type, "ofConfined", ArenaTargets.ARENA)) {
      for (String owner : List.of(ArenaTargets.ARENA, ArenaTargets.ALLOCATOR)) {
        assertThat(call(type, "allocate", owner, arena, 100L, 8L).toString())
            .contains("byteSize: 100");
        assertThat(call(type, "allocateFrom", owner, arena, "four").toString())
            .contains("byteSize: 5");
      }
    }
    assertThat(ArenaClasses.IDS).hasSize(5).doesNotHaveDuplicates().allMatch(id -> id > 0);
  }

  @Test
  void shouldLeaveCallsOfTheOtherApiAlone() throws Exception {
    byte[] both = both();

    assertThat(calls(rewrite(both, true, false)))
        .containsExactly(
            Target.BUFFER.kind().bridge() + ".allocateDirect(II)Ljava/nio/ByteBuffer;",
            "java/lang/foreign/Arena.ofAuto()Ljava/lang/foreign/Arena;");
    assertThat(labels).containsExactly("ByteBuffer.allocateDirect");
    assertThat(calls(rewrite(both, false, true)))
        .containsExactly(
            "java/nio/ByteBuffer.allocateDirect(I)Ljava/nio/ByteBuffer;",
            ArenaTargets.BRIDGE + ".ofAuto(I)Ljava/lang/foreign/Arena;");
  }

  @Test
  void shouldRedirectBothApisAtOnce() throws Exception {
    assertThat(calls(rewrite(both(), true, true)))
        .containsExactly(
            Target.BUFFER.kind().bridge() + ".allocateDirect(II)Ljava/nio/ByteBuffer;",
            ArenaTargets.BRIDGE + ".ofAuto(I)Ljava/lang/foreign/Arena;");
    assertThat(labels).containsExactly("ByteBuffer.allocateDirect", "auto");
  }

  /** {@code Arena.super.allocate(…)}: the receiver's own method is not what is meant. */
  @Test
  void shouldLeaveCallsOfTheDefaultMethodItselfAlone() {
    List<Target> allocations =
        TARGETS.stream().filter(t -> t.kind() == Target.Kind.ALLOCATION).toList();
    byte[] callers = ArenaClasses.callers(allocations, Opcodes.INVOKESPECIAL);

    assertThat(CallSiteRewriter.rewrite(callers, ArenaClasses.ARENAS, true, ids)).isNull();
  }

  private byte[] rewrite(byte[] classFile, boolean buffers, boolean arenas) {
    return CallSiteRewriter.rewrite(classFile, Targets.of(buffers, arenas), true, ids).classFile();
  }

  /** A method that makes a buffer and opens an arena. */
  private static byte[] both() {
    ClassWriter writer = ArenaClasses.begin("gen/Both");
    MethodVisitor code = ArenaClasses.method(writer, "both", "()Ljava/lang/Object;");
    code.visitInsn(Opcodes.ICONST_1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/nio/ByteBuffer",
        "allocateDirect",
        "(I)Ljava/nio/ByteBuffer;",
        false);
    code.visitInsn(Opcodes.POP);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/foreign/Arena",
        "ofAuto",
        "()Ljava/lang/foreign/Arena;",
        true);
    ArenaClasses.end(code);
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** Calls the method that calls the first target of that name, owner and number of arguments. */
  private static Object call(Class<?> type, String name, String owner, Object... arguments)
      throws Exception {
    for (int i = 0; i < TARGETS.size(); i++) {
      Target target = TARGETS.get(i);
      int count = Type.getArgumentTypes(target.referenceDescriptor()).length;
      if (target.name().equals(name) && target.owner().equals(owner) && count == arguments.length) {
        String caller = "call" + i;
        return Stream.of(type.getMethods())
            .filter(method -> method.getName().equals(caller))
            .findFirst()
            .orElseThrow()
            .invoke(null, arguments);
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** What is called in a class, in its order. */
  private static List<String> calls(byte[] classFile) {
    List<String> calls = new ArrayList<>();
    ClassVisitor visitor =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String called, String type, boolean isInterface) {
                calls.add(owner + '.' + called + type);
              }
            };
          }
        };
    new ClassReader(classFile).accept(visitor, 0);
    return calls;
  }
}
