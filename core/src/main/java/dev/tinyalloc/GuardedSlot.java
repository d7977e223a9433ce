package dev.tinyalloc;

import dev.tinyalloc.os.Os;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Address space for one guarded block at a time, which can be made inaccessible without native
 * code.
 *
 * <p>It is a private mapping of a temporary file of its own, deleted as soon as it is open:
 *
 * <pre>
 *   base               + length of the file                       + SLOT_BYTES
 *   | pages of the block | beyond the end of the file: inaccessible | the next slot
 * </pre>
 *
 * <p>The kernel refuses access beyond the end of a mapped file with SIGBUS, and cutting a file
 * takes its pages out of every mapping, private ones with their changes included. So the length of
 * the file does what {@code mprotect} would do. Since the mapping is private, the content of blocks
 * never gets into the file. The file's name stands in the VM's crash report, beside the address.
 *
 * <p>Not thread-safe: a slot belongs to whoever has taken it from {@link GuardedSlots}.
 */
final class GuardedSlot {

  /** The most that a block may take, in bytes: the largest size class. */
  static final int MAX_BLOCK_BYTES = SizeClasses.MAX_BYTES;

  /** The block, and one page at least that is never accessible. */
  static final long SLOT_BYTES = (long) MAX_BLOCK_BYTES + Os.CURRENT.pageBytes();

  private static final byte[] ZEROES = new byte[MAX_BLOCK_BYTES];

  /** First address; a multiple of the page size. */
  final long base;

  private final RandomAccessFile file;

  private GuardedSlot(RandomAccessFile file, long base) {
    this.file = file;
    this.base = base;
  }

  /**
   * A slot, inaccessible as yet.
   *
   * @throws IOException if its file cannot be made in {@code directory}, or not be mapped
   */
  static GuardedSlot create(String directory, int number) throws IOException {
    RandomAccessFile file = temporaryFile(directory, number);
    long base = Os.CURRENT.mapFile(file, SLOT_BYTES);
    if (base == 0) {
      file.close();
      throw new IOException("files cannot be mapped");
    }
    return new GuardedSlot(file, base);
  }

  /** Open and deleted already. Made with {@code O_EXCL}: the directory may be everybody's. */
  private static RandomAccessFile temporaryFile(String directory, int number) throws IOException {
    long pid = ProcessHandle.current().pid();
    // A number to make it unique: a process of this id may have died between making and deleting.
    String unique = Long.toHexString(System.nanoTime());
    File name = new File(directory, "tinyalloc-guard-" + pid + "-" + number + "-" + unique);
    if (!name.createNewFile()) {
      throw new IOException(name + " exists already");
    }
    try {
      return new RandomAccessFile(name, "rw");
    } finally {
      boolean unused = name.delete();
    }
  }

  /**
   * Makes the first {@code bytes} bytes accessible, whole pages; they are zero. False if the file
   * system has no room; the slot is to be shut then.
   */
  boolean open(int bytes) {
    try {
      // Written, not just lengthened: where there is no room, this fails and not the block's user.
      file.write(ZEROES, 0, bytes);
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  /** Makes all of it inaccessible, and zero; false if that fails. */
  boolean shut() {
    try {
      file.setLength(0); // takes the file's position back to 0, too
      return true;
    } catch (IOException failed) {
      return false;
    }
  }

  /** Leaves nothing but an inaccessible mapping, for good. */
  void becomeWall() {
    try {
      file.close();
    } catch (IOException harmless) {
      // The file stays open, empty and without a name.
    }
  }

  /** Gives everything back. */
  void close() {
    Os.CURRENT.unmap(base, SLOT_BYTES, true);
    becomeWall();
  }
}
