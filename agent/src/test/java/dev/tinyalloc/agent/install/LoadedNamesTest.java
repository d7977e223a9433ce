package dev.tinyalloc.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.agent.rewrite.ConstantPoolScan;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedNamesTest {

  private static final List<Class<?>> TYPES =
      List.of(
          LoadedNamesTest.class,
          Allocating.class,
          ConstantPoolScan.class,
          ByteBuffer.class,
          Channels.class,
          String.class,
          Runnable.class,
          ConcurrentHashMap.class);

  /** The surrogates and the null character have encodings of their own in a class file. */
  static final class Allocating {
    static final String NAME = "\0allocateDirect \uD83D\uDE00 allocat\u0165Direct";

    static ByteBuffer make() {
      return ByteBuffer.allocateDirect(NAME.length());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VmPools", "LoadedPools"})
  void shouldReadTheSameNamesFromTheVmAsFromTheClassFiles(String ofTheVm) throws Exception {
    try (LoadedNames pools = open(ofTheVm);
        LoadedNames files = new ClassFiles()) {
      for (Class<?> type : TYPES) {
        assertThat(pools.names(type)).as(type.getName()).isEqualTo(files.names(type));
      }
      assertThat(pools.names(Allocating.class)).isEqualTo(ConstantPoolScan.CALL);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VmPools", "LoadedPools"})
  void shouldFindNoNamesInWhatHasNoConstantPool(String ofTheVm) throws Exception {
    try (LoadedNames pools = open(ofTheVm)) {
      assertThat(pools.names(int.class)).isZero();
      assertThat(pools.names(byte[].class)).isZero();
    }
  }

  @Test
  void shouldReadClassFilesWhereTheVmShowsNothing() throws Exception {
    Instrumentation refusing =
        (Instrumentation)
            Proxy.newProxyInstance(
                LoadedNamesTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    try (LoadedNames names = LoadedNames.open(refusing)) {
      assertThat(names).isInstanceOf(ClassFiles.class);
      assertThat(names.names(Allocating.class)).isEqualTo(ConstantPoolScan.CALL);
    }
  }

  private static LoadedNames open(String name) throws ReflectiveOperationException {
    return Class.forName("dev.tinyalloc.agent.install." + name)
        .asSubclass(LoadedNames.class)
        .getDeclaredConstructor()
        .newInstance();
  }
}
