package dev.tinyalloc.agent.rewrite;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Method handles of the targets among the constants of one class: in the arguments of {@code
 * invokedynamic}, on their own, and within dynamic constants, nested ones included.
 */
final class References {

  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
  private static final String WITH_FLAGS = "altMetafactory";

  /** Place of the method among the arguments of both metafactories. */
  private static final int METHOD = 1;

  /** Place of the flags among the arguments; see {@code LambdaMetafactory.altMetafactory}. */
  private static final int FLAGS = 3;

  private static final int FLAG_SERIALIZABLE = 1;

  /**
   * What became of each dynamic constant. All places that load one share its value, so it must stay
   * one constant: it counts at the first of its places.
   */
  private final Map<ConstantDynamic, ConstantDynamic> swapped = new HashMap<>();

  private final Targets targets;

  References(Targets targets) {
    this.targets = targets;
  }

  /** Where references stand. */
  interface Place {

    /** Internal name of the class whose method counts references to {@code target} here. */
    String reference(Target target);
  }

  /** The target of which one of the constants is, or holds, a handle; null if none is. */
  @Nullable Target first(Object... constants) {
    for (Object constant : constants) {
      Target found = null;
      if (constant instanceof Handle handle) {
        found = targets.referred(handle);
      } else if (constant instanceof ConstantDynamic dynamic) {
        found = first(arguments(dynamic));
      }
      if (found != null) {
        return found;
      }
    }
    return null;
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

  /**
   * The type of an {@code invokedynamic} once its handles are swapped. {@code LambdaMetafactory}
   * wants a receiver that it captures to be of just the type that a static method has there, where
   * a subtype did for the method of an interface.
   */
  String factory(String descriptor, Handle bootstrap, Object... arguments) {
    boolean captures =
        bootstrap.getOwner().equals(LAMBDAS)
            && descriptor.startsWith("(L")
            && arguments.length > METHOD
            && arguments[METHOD] instanceof Handle;
    Target target = captures ? targets.referred((Handle) arguments[METHOD]) : null;
    return target == null || target.kind() != Target.Kind.ALLOCATION
        ? descriptor
        : "(L" + target.owner() + descriptor.substring(descriptor.indexOf(';'));
  }

  /** The constants with the targets' handles replaced by those of static methods. */
  Object[] swap(Place place, Object... constants) {
    Object[] result = constants.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] instanceof Handle handle) {
        result[i] = swap(place, handle);
      } else if (result[i] instanceof ConstantDynamic dynamic && first(dynamic) != null) {
        result[i] = swap(place, dynamic);
      }
    }
    return result;
  }

  private Handle swap(Place place, Handle handle) {
    Target target = targets.referred(handle);
    if (target == null) {
      return handle;
    }
    String owner = place.reference(target);
    return new Handle(
        Opcodes.H_INVOKESTATIC, owner, target.name(), target.referenceDescriptor(), false);
  }

  private ConstantDynamic swap(Place place, ConstantDynamic constant) {
    ConstantDynamic known = swapped.get(constant);
    if (known == null) {
      known =
          new ConstantDynamic(
              constant.getName(),
              constant.getDescriptor(),
              constant.getBootstrapMethod(),
              swap(place, arguments(constant)));
      swapped.put(constant, known);
    }
    return known;
  }

  private static Object[] arguments(ConstantDynamic constant) {
    Object[] arguments = new Object[constant.getBootstrapMethodArgumentCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = constant.getBootstrapMethodArgument(i);
    }
    return arguments;
  }
}
