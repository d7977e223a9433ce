package dev.tinyalloc.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rewritten calls of arenas find their methods; a call that did not would fail in the program. */
class ArenaBridgeTest {

  /** The ways to allocate as of JDK 25; what a later one adds is not rewritten. */
  private static final int WAYS_TO_ALLOCATE = 22;

  @Test
  void shouldHaveAMethodForEveryCallThatIsRewritten() throws Exception {
    byte[] classFile =
        new JarContents(Products.agentJar()).read("inst/java/lang/foreign/TinyAllocArenas.class");
    String names = new String(classFile, ISO_8859_1);

    Class<?> allocator = Class.forName("java.lang.foreign.SegmentAllocator");
    assertThat(Stream.of(allocator.getMethods()))
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .filteredOn(method -> names.contains(bridged(allocator, method)))
        .hasSize(WAYS_TO_ALLOCATE);
    assertThat(names)
        .contains("allocate", "allocateFrom", "ofConfined", "ofShared", "ofAuto")
        .contains("()Ljava/lang/foreign/Arena;", "(I)Ljava/lang/foreign/Arena;");
  }

  /** The receiver comes first, the site last. */
  private static String bridged(Class<?> allocator, Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .insertParameterTypes(0, allocator)
        .appendParameterTypes(int.class)
        .toMethodDescriptorString();
  }
}
