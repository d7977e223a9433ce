package dev.tinyalloc.agent.rewrite;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Method handles of the target among the constants of one class: in the arguments of {@code
 * invokedynamic}, on their own, and within dynamic constants, nested ones included.
 */
final class References {

  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
  private static final String WITH_FLAGS = "altMetafactory";

  /** Place of the flags among the arguments; see {@code LambdaMetafactory.altMetafactory}. */
  private static final int FLAGS = 3;

  private static final int FLAG_SERIALIZABLE = 1;

  /**
   * What became of each dynamic constant. All places that load one share its value, so it must stay
   * one constant: it counts at the first of its places.
   */
  private final Map<ConstantDynamic, ConstantDynamic> swapped = new HashMap<>();

  /** Whether one of the constants is, or holds, a handle of the target. */
  static boolean in(Object... constants) {
    for (Object constant : constants) {
      if (constant instanceof Handle handle) {
        if (isTarget(handle)) {
          return true;
        }
      } else if (constant instanceof ConstantDynamic dynamic && in(arguments(dynamic))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether these are the arguments of a lambda that can be serialized. Its stream names the method
   * that it calls, and other JVMs must find that; so it stays as it is.
   */
  static boolean isSerializable(Handle bootstrap, Object... arguments) {
    return bootstrap.getOwner().equals(LAMBDAS)
        && bootstrap.getName().equals(WITH_FLAGS)
        && arguments.length > FLAGS
        && arguments[FLAGS] instanceof Integer flags
        && (flags & FLAG_SERIALIZABLE) != 0;
  }

  /** The constants with the target's handle replaced by that of the method of {@code owner}. */
  Object[] swap(String owner, Object... constants) {
    Object[] result = constants.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] instanceof Handle handle && isTarget(handle)) {
        result[i] =
            new Handle(Opcodes.H_INVOKESTATIC, owner, handle.getName(), handle.getDesc(), false);
      } else if (result[i] instanceof ConstantDynamic dynamic && in(dynamic)) {
        result[i] = swap(owner, dynamic);
      }
    }
    return result;
  }

  private ConstantDynamic swap(String owner, ConstantDynamic constant) {
    ConstantDynamic known = swapped.get(constant);
    if (known == null) {
      known =
          new ConstantDynamic(
              constant.getName(),
              constant.getDescriptor(),
              constant.getBootstrapMethod(),
              swap(owner, arguments(constant)));
      swapped.put(constant, known);
    }
    return known;
  }

  private static boolean isTarget(Handle handle) {
    return handle.getTag() == Opcodes.H_INVOKESTATIC
        && Target.isMethod(handle.getOwner(), handle.getName(), handle.getDesc());
  }

  private static Object[] arguments(ConstantDynamic constant) {
    Object[] arguments = new Object[constant.getBootstrapMethodArgumentCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = constant.getBootstrapMethodArgument(i);
    }
    return arguments;
  }
}
