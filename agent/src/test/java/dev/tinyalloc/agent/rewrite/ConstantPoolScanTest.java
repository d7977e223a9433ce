package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantPoolScanTest {

  private static final String METHOD = "allocateDirect";
  private static final String OWNER = "java/nio/ByteBuffer";

  @Test
  void shouldHitAClassThatCalls() throws IOException {
    assertThat(hits(Subjects.classFile(Subjects.Callers.class))).isTrue();
    assertThat(hits(Subjects.classFile(Subjects.Foreign.class))).isFalse();
    assertThat(hits(Subjects.classFile(String.class))).isFalse();
  }

  @Test
  void shouldWantBothNamesWhole() throws IOException {
    assertThat(hits(new Pool().utf8(METHOD).utf8(OWNER).file())).isTrue();
    assertThat(hits(new Pool().utf8(OWNER).utf8(METHOD).file())).isTrue();
    assertThat(hits(new Pool().utf8(METHOD).file())).isFalse();
    assertThat(hits(new Pool().utf8(OWNER).file())).isFalse();
    assertThat(hits(new Pool().utf8(METHOD + "s").utf8(OWNER).file())).isFalse();
    assertThat(hits(new Pool().utf8(METHOD).utf8("L" + OWNER).file())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20})
  void shouldStepOverEveryKindOfConstant(int tag) throws IOException {
    byte[] file = new Pool().utf8(METHOD).constant(tag).utf8(OWNER).file();

    assertThat(hits(file)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 13, 14, 21, 127, 255})
  void shouldGiveUpAtAnUnknownKindOfConstant(int tag) throws IOException {
    byte[] file = new Pool().utf8(METHOD).raw(tag).utf8(OWNER).file();

    assertThat(hits(file)).isFalse();
  }

  @Test
  void shouldStopAtTheEndOfThePool() throws IOException {
    byte[] file = new Pool().utf8(METHOD).end().utf8(OWNER).file();

    assertThat(hits(file)).isFalse();
  }

  @Test
  void shouldTellTheNamesApart() throws IOException {
    assertThat(names(METHOD)).isEqualTo(ConstantPoolScan.METHOD);
    assertThat(names(OWNER)).isEqualTo(ConstantPoolScan.OWNER);
    assertThat(names("allocateMemory")).isEqualTo(ConstantPoolScan.MEMORY);
    assertThat(names("java.nio.DirectByteBuffer")).isEqualTo(ConstantPoolScan.BUFFER);
    assertThat(names("java/nio/DirectByteBuffer")).isEqualTo(ConstantPoolScan.BUFFER);
    assertThat(names("java/nio.DirectByteBuffer")).isZero();
    assertThat(names("allocateDirecT")).isZero();
    assertThat(names("reallocateMemory")).isZero();
    assertThat(names("allocateMemory", METHOD, "java.nio.DirectByteBuffer", "", "x"))
        .isEqualTo(ConstantPoolScan.METHOD | ConstantPoolScan.FOREIGN);
  }

  @Test
  void shouldKnowTheNamesOfArenas() throws IOException {
    assertThat(names("java/lang/foreign/Arena")).isEqualTo(ConstantPoolScan.ALLOCATOR);
    assertThat(names("java/lang/foreign/SegmentAllocator")).isEqualTo(ConstantPoolScan.ALLOCATOR);
    assertThat(names("allocate")).isEqualTo(ConstantPoolScan.ALLOCATE);
    assertThat(names("allocateFrom")).isEqualTo(ConstantPoolScan.ALLOCATE);
    for (String name : List.of("ofConfined", "ofShared", "ofAuto", "java.lang.foreign.Arena")) {
      assertThat(names(name)).as(name).isEqualTo(ConstantPoolScan.ARENA);
    }
    assertThat(names("ofAuta", "ofGlobal", "allocates", "java/lang.foreign.Arena")).isZero();
  }

  @Test
  void shouldWantAnArenaAndAMethodForCallsOnIt() throws IOException {
    String arena = "java/lang/foreign/Arena";
    assertThat(hasArenaCalls(arena, "allocate")).isTrue();
    assertThat(hasArenaCalls("ofShared", arena)).isTrue();
    assertThat(hasArenaCalls("java/lang/foreign/SegmentAllocator", "allocateFrom")).isTrue();
    assertThat(hasArenaCalls(arena)).isFalse();
    assertThat(hasArenaCalls("allocate", "allocateFrom")).isFalse();
    assertThat(hasArenaCalls("ofAuto", "java.lang.foreign.Arena")).isFalse();
    assertThat(hasArenaCalls(METHOD, OWNER)).isFalse();
  }

  @Test
  void shouldNeverThrowOnTruncatedOrDamagedInput() throws IOException {
    byte[] file = Subjects.classFile(Subjects.Callers.class);
    for (int length = 0; length < file.length; length++) {
      hits(Arrays.copyOf(file, length));
    }
    Random random = new Random(42);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = file.clone();
      damaged[8 + random.nextInt(file.length - 8)] = (byte) random.nextInt();
      hits(damaged);
    }
    assertThat(hits(new byte[100])).isFalse();
  }

  private static boolean hits(byte[] classFile) {
    return ConstantPoolScan.hasBufferCalls(ConstantPoolScan.names(classFile));
  }

  private static boolean hasArenaCalls(String... constants) throws IOException {
    return ConstantPoolScan.hasArenaCalls(names(constants));
  }

  private static int names(String... constants) throws IOException {
    Pool pool = new Pool();
    int oneByOne = 0;
    for (String constant : constants) {
      pool.utf8(constant);
      oneByOne |= ConstantPoolScan.name(constant);
    }
    int names = ConstantPoolScan.names(pool.file());
    assertThat(oneByOne).as("asked for each").isEqualTo(names);
    return names;
  }

  /** Writes the beginning of a class file. */
  private static final class Pool {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private int count = 1;
    private int end;

    Pool utf8(String text) throws IOException {
      out.writeByte(1);
      out.writeUTF(text);
      count++;
      return this;
    }

    Pool constant(int tag) throws IOException {
      out.writeByte(tag);
      // Bytes that would be taken for a Utf8 constant where the size were wrong.
      int size =
          switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case 5, 6 -> 8;
            default -> 4;
          };
      for (int i = 0; i < size; i++) {
        out.writeByte(1);
      }
      count += tag == 5 || tag == 6 ? 2 : 1;
      return this;
    }

    Pool raw(int tag) throws IOException {
      out.writeByte(tag);
      count++;
      return this;
    }

    Pool end() {
      end = count;
      return this;
    }

    byte[] file() throws IOException {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      DataOutputStream header = new DataOutputStream(file);
      header.writeInt(0xCAFEBABE);
      header.writeInt(61);
      header.writeShort(end == 0 ? count : end);
      bytes.writeTo(file);
      return file.toByteArray();
    }
  }
}
