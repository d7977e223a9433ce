package dev.tinyalloc.it.fidelity;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Where the memory of buffers is, and that nobody else has it. */
final class Memory {

  private static final int[] SIZES = {
    1, 8, 15, 16, 17, 24, 40, 100, 1_000, 1_023, 4_096, 5_000, 50_000, 131_072, 131_073, 2_000_000
  };

  private Memory() {}

  static void addTo(Checks checks) {
    checks
        .add("aligned", Memory::aligned)
        .add("aligned where reused", Memory::alignedAgain)
        .add("address in the object", Memory::addressField)
        .add("address stays", Memory::addressStays)
        .add("address of a slice", Memory::addressOfSlice)
        .add("native writes seen", Memory::nativeWrites)
        .add("writes seen natively", Memory::nativeReads)
        .add("disjoint", () -> disjoint(500, 100))
        .add("disjoint small ones", () -> disjoint(3_000, 1))
        .add("disjoint large ones", () -> disjoint(12, 100_000))
        .add("kept while others come and go", Memory::keptAmongOthers)
        .add("big-endian bytes", Memory::bytesInMemory);
  }

  private static String aligned() {
    List<Long> offsets = new ArrayList<>();
    for (int size : SIZES) {
      for (int i = 0; i < 3; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        offsets.add(Internals.address(buffer) % 16);
      }
    }
    return offsets.toString();
  }

  private static String alignedAgain() {
    List<Integer> wrong = new ArrayList<>();
    for (int size = 1; size < 2_000; size++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(size);
      if (Internals.address(buffer) % 16 != 0) {
        wrong.add(size);
      }
      Internals.free(buffer);
    }
    return "not aligned: " + wrong;
  }

  private static boolean addressField() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    long address = Internals.address(buffer);
    return address != 0 && Internals.field(Buffer.class, "address", buffer).equals(address);
  }

  private static boolean addressStays() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    long address = Internals.address(buffer);
    System.gc();
    buffer.put(new byte[50]).flip();
    return Internals.address(buffer) == address;
  }

  private static long addressOfSlice() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    return Internals.address(buffer.slice(30, 40)) - Internals.address(buffer);
  }

  private static String nativeWrites() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100);
    Internals.set(Internals.address(buffer) + 10, 20, (byte) 7);
    return Outcome.of(buffer.get(9), buffer.get(10), buffer.getInt(26), buffer.get(30));
  }

  private static String nativeReads() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100).putLong(8, 0x0102030405060708L);
    long address = Internals.address(buffer);
    return Outcome.of(
        Internals.unsafe("getLong", address + 8), Internals.unsafe("getByte", address + 15));
  }

  private static String disjoint(int count, int size) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      buffers.add(Contents.write(ByteBuffer.allocateDirect(size + i % 50), i));
    }
    int damaged = 0;
    for (int i = 0; i < count; i++) {
      damaged += Contents.damage(buffers.get(i), i) < 0 ? 0 : 1;
    }
    buffers.forEach(Internals::free);
    return damaged + " damaged";
  }

  private static String keptAmongOthers() {
    List<ByteBuffer> kept = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      ByteBuffer buffer = Contents.write(ByteBuffer.allocateDirect(1 + i % 700), i);
      if (i % 3 == 0) {
        kept.add(buffer);
      } else {
        Internals.free(buffer);
      }
    }
    int damaged = 0;
    for (int i = 0; i < kept.size(); i++) {
      damaged += Contents.damage(kept.get(i), 3 * i) < 0 ? 0 : 1;
    }
    kept.forEach(Internals::free);
    return damaged + " of " + kept.size() + " damaged";
  }

  private static byte[] bytesInMemory() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(16).putInt(0x01020304).putShort((short) 0x0506);
    return Contents.all(buffer);
  }
}
