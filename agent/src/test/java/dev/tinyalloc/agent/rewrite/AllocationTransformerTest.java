package dev.tinyalloc.agent.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.options.OptionException;
import dev.tinyalloc.agent.options.Options;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * What is rewritten under which options. With {@code callers=sites} looking switches nothing on.
 */
class AllocationTransformerTest {

  private final byte[] buffers = Subjects.classFile(Subjects.Callers.class);
  private final byte[] arenas = ArenaClasses.callers(ArenaTargets.list(), Opcodes.INVOKEINTERFACE);

  AllocationTransformerTest() throws IOException {}

  @Test
  void shouldRewriteTheCallersOfBothApis() throws OptionException {
    assertThat(noticed("", buffers)).isTrue();
    assertThat(noticed("", arenas)).isTrue();
    assertThat(noticed("apis=bytebuffer+arena", arenas)).isTrue();
  }

  @Test
  void shouldLeaveTheApiAloneThatIsNotAskedFor() throws OptionException {
    assertThat(noticed("apis=bytebuffer", buffers)).isTrue();
    assertThat(noticed("apis=bytebuffer", arenas)).isFalse();
    assertThat(noticed("apis=arena", buffers)).isFalse();
    assertThat(noticed("apis=arena", arenas)).isTrue();
  }

  @Test
  void shouldHeedTheFilters() throws OptionException {
    assertThat(noticed("exclude=gen.*", arenas)).isFalse();
    assertThat(noticed("include=gen.*", arenas)).isTrue();
    assertThat(noticed("include=com.*", arenas)).isFalse();
  }

  private static boolean noticed(String argument, byte[] classFile) throws OptionException {
    String all = argument.isEmpty() ? "callers=sites" : argument + ",callers=sites";
    Options options = Options.read(all, new Properties(), Map.of());
    ClassLoader loader = AllocationTransformerTest.class.getClassLoader().getParent();
    return new AllocationTransformer(options, null)
        .noticed(loader, "gen/Callers", ConstantPoolScan.names(classFile));
  }
}
