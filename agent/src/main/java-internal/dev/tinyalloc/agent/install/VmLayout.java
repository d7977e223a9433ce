package dev.tinyalloc.agent.install;

import jdk.internal.loader.BootLoader;
import jdk.internal.misc.Unsafe;

/**
 * Where the VM keeps the constant pool of a class, by the tables that it exports for debuggers: the
 * fields of its structures with their offsets, each build its own ({@code vmStructs.cpp}).
 */
final class VmLayout {

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private static final String STRUCTS = "gHotSpotVMStruct";
  private static final String TYPES = "gHotSpotVMType";

  /** In a {@code java.lang.Class}: the address of what the VM knows of the class. */
  final long klass;

  /** There: the address of its constant pool. */
  final long constants = offset("InstanceKlass", "_constants");

  /** In a pool: how many entries it has, the first included, which is none. */
  final long length = offset("ConstantPool", "_length");

  /** There: the address of an array with the tags. */
  final long tags = offset("ConstantPool", "_tags");

  /** In such an array: the first. */
  final long data = offset("Array<u1>", "_data");

  /** In a pool: the first entry; each has the size of an address. */
  final long entries = size("ConstantPool");

  /**
   * Asks this JVM.
   *
   * @throws IllegalStateException where it does not say
   */
  VmLayout() {
    if (UNSAFE.addressSize() != Long.BYTES) {
      throw new IllegalStateException("addresses have " + UNSAFE.addressSize() + " bytes");
    }
    klass = UNSAFE.getInt(address(field("java_lang_Class", "_klass_offset"), "Address"));
  }

  private static long offset(String type, String field) {
    return address(field(type, field), "Offset");
  }

  private static long size(String type) {
    long entry = exported(TYPES + "s");
    long stride = exported(TYPES + "EntryArrayStride");
    long name = exported(TYPES + "EntryTypeNameOffset");
    while (!is(UNSAFE.getAddress(entry + name), type)) {
      entry += stride;
    }
    return UNSAFE.getLong(entry + exported(TYPES + "EntrySizeOffset"));
  }

  /** The address of the entry of a field. */
  private static long field(String type, String field) {
    long entry = exported(STRUCTS + "s");
    long stride = exported(STRUCTS + "EntryArrayStride");
    long typeName = exported(STRUCTS + "EntryTypeNameOffset");
    long fieldName = exported(STRUCTS + "EntryFieldNameOffset");
    while (!is(UNSAFE.getAddress(entry + typeName), type)
        || !is(UNSAFE.getAddress(entry + fieldName), field)) {
      entry += stride;
    }
    return entry;
  }

  /** A column of an entry. */
  private static long address(long entry, String column) {
    return UNSAFE.getLong(entry + exported(STRUCTS + "Entry" + column + "Offset"));
  }

  /** The value of a variable of the VM's. */
  private static long exported(String name) {
    long address = BootLoader.getNativeLibraries().find(name);
    if (address == 0) {
      throw new IllegalStateException("this JVM does not export " + name);
    }
    return UNSAFE.getLong(address);
  }

  /**
   * Whether a string of C's is {@code text}.
   *
   * @throws IllegalStateException at the end of a table, where there is none
   */
  private static boolean is(long string, String text) {
    if (string == 0) {
      throw new IllegalStateException("this JVM says nothing of " + text);
    }
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (UNSAFE.getByte(string + i) != text.charAt(i)) {
        return false;
      }
    }
    return UNSAFE.getByte(string + length) == 0;
  }
}
