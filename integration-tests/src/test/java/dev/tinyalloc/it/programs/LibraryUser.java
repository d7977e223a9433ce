package dev.tinyalloc.it.programs;

import dev.tinyalloc.TinyAlloc;
import java.nio.ByteBuffer;

/** Uses the allocator library itself, beside buffers. */
public final class LibraryUser {

  private LibraryUser() {}

  public static void main(String[] arguments) {
    long address = TinyAlloc.malloc(100);
    Ledger.Entry entry = Ledger.born(ByteBuffer.allocateDirect(200));
    System.out.println(TinyAlloc.usableSize(address));
    System.out.println(TinyAlloc.class.getClassLoader() == LibraryUser.class.getClassLoader());
    System.out.println(TinyAlloc.stats().liveBlockBytes());
    TinyAlloc.free(address);
    entry.free();
    Ledger.print();
  }
}
