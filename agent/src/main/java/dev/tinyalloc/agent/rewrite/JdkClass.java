package dev.tinyalloc.agent.rewrite;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;

/** One of the JDK's own classes, as the JDK ships it, to be given other method bodies. */
final class JdkClass {

  private final String name;
  private final byte[] original;
  private final ClassReader reader;
  private final ClassWriter writer;

  /** Reads the class of this internal name. */
  JdkClass(String name) throws IOException {
    this.name = name;
    this.original = classFile(name);
    this.reader = new ClassReader(CallSiteRewriter.readable(original));
    this.writer = new ClassWriter(reader, 0);
  }

  private static byte[] classFile(String name) throws IOException {
    try (InputStream in = Object.class.getResourceAsStream('/' + name + ".class")) {
      if (in == null) {
        throw new FileNotFoundException("the JDK does not show its class " + name);
      }
      return in.readAllBytes();
    }
  }

  /** Where the visitor that makes the change passes on what it leaves. */
  ClassVisitor writer() {
    return writer;
  }

  /** The class file as the JDK ships it. */
  byte[] original() {
    return original;
  }

  /** The class as it was before any change. */
  ClassDefinition unchanged() throws ClassNotFoundException {
    return definition(original);
  }

  /** The class as {@code change} makes it, which passes on to {@link #writer}. */
  ClassDefinition changed(ClassVisitor change) throws ClassNotFoundException {
    reader.accept(change, 0);
    return definition(CallSiteRewriter.versioned(writer.toByteArray(), original));
  }

  /** The class with a file of the caller's making. */
  ClassDefinition definition(byte[] classFile) throws ClassNotFoundException {
    return new ClassDefinition(Class.forName(name.replace('/', '.'), false, null), classFile);
  }
}
