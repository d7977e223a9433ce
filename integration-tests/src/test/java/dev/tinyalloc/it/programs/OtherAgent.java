package dev.tinyalloc.it.programs;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;

/**
 * An agent that loads the class which is its argument, before anything else runs; or, with {@code
 * greedy}, gets a direct buffer for each class that is loaded, by reflection.
 */
public final class OtherAgent {

  private OtherAgent() {}

  public static void premain(String argument, Instrumentation instrumentation) throws Exception {
    if (argument.equals("greedy")) {
      instrumentation.addTransformer(new Greedy());
    } else {
      Class<?> early = Class.forName(argument, false, ClassLoader.getSystemClassLoader());
      System.out.println(early.getName() + " is early");
    }
  }

  private static final class Greedy implements ClassFileTransformer {

    private final Method method;

    Greedy() throws NoSuchMethodException {
      method = ByteBuffer.class.getMethod("allocateDirect", int.class);
    }

    @Override
    public byte[] transform(
        Module module,
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] classFile) {
      try {
        Object buffer = method.invoke(null, 16);
        return buffer == null ? classFile : null;
      } catch (ReflectiveOperationException | RuntimeException | Error e) {
        System.out.println("the greedy agent got " + e);
        return null;
      }
    }
  }
}
