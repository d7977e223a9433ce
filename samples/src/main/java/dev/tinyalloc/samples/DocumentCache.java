package dev.tinyalloc.samples;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The documents a server was asked for last, ready to be sent.
 *
 * <p>They lie outside Netty's pool, as anything should that stays for long: one direct buffer of
 * the exact length each. Safe for use by all event loops.
 */
final class DocumentCache {

  /** As many documents exist; below the total of their lengths lies {@link #MAX_CACHED_BYTES}. */
  static final int DOCUMENTS = 2_000;

  private static final int MAX_CACHED_BYTES = 16 << 20;

  private final Map<Integer, ByteBuf> cached = new LinkedHashMap<>(64, 0.75f, true);
  private int cachedBytes;

  /** Returns the document, to be released by the caller. */
  synchronized ByteBuf get(int number) {
    ByteBuf document = cached.get(number);
    if (document == null) {
      document = load(number);
      cached.put(number, document);
      cachedBytes += document.capacity();
      evict();
    }
    return document.retainedDuplicate();
  }

  private static ByteBuf load(int number) {
    byte[] bytes = Payload.of(number);
    return Unpooled.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
  }

  /** Lets the least recently used documents go; those on their way to a client stay until sent. */
  private void evict() {
    Iterator<ByteBuf> oldest = cached.values().iterator();
    while (cachedBytes > MAX_CACHED_BYTES) {
      ByteBuf document = oldest.next();
      oldest.remove();
      cachedBytes -= document.capacity();
      document.release();
    }
  }
}
