package dev.tinyalloc.agent.rewrite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** The methods whose calls are redirected in a class. Immutable; any thread. */
final class Targets {

  /** By owner, then by name and descriptor: most calls are settled by their owner. */
  private final Map<String, Map<String, Target>> byOwner = new HashMap<>();

  private Targets(List<Target> targets) {
    for (Target target : targets) {
      Map<String, Target> methods = byOwner.get(target.owner());
      if (methods == null) {
        methods = new HashMap<>();
        byOwner.put(target.owner(), methods);
      }
      methods.put(target.name() + target.descriptor(), target);
    }
  }

  /** Those of buffers, of arenas, or both; at least one of the two. */
  static Targets of(boolean buffers, boolean arenas) {
    return buffers ? arenas ? Both.TARGETS : Buffers.TARGETS : Arenas.TARGETS;
  }

  /**
   * The target that an instruction calls, or null. Owner and descriptor count: several libraries
   * have an {@code allocateDirect} of their own.
   */
  @Nullable Target called(int opcode, String owner, String name, String descriptor) {
    Target target = method(owner, name, descriptor);
    return target != null && target.kind().opcode() == opcode ? target : null;
  }

  /** The target that a method handle leads to, or null. */
  @Nullable Target referred(Handle handle) {
    int opcode =
        switch (handle.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          default -> Opcodes.NOP;
        };
    return called(opcode, handle.getOwner(), handle.getName(), handle.getDesc());
  }

  private @Nullable Target method(String owner, String name, String descriptor) {
    Map<String, Target> methods = byOwner.get(owner);
    return methods == null ? null : methods.get(name + descriptor);
  }

  // Each made when it is first wanted: most programs need one of them.

  private static final class Buffers {
    static final Targets TARGETS = new Targets(List.of(Target.BUFFER));
  }

  private static final class Arenas {
    static final Targets TARGETS = new Targets(ArenaTargets.list());
  }

  private static final class Both {
    static final Targets TARGETS = new Targets(both());

    private static List<Target> both() {
      List<Target> targets = ArenaTargets.list();
      targets.add(Target.BUFFER);
      return targets;
    }
  }
}
