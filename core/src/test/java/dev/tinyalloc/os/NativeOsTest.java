package dev.tinyalloc.os;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinyalloc.ChildJvm;
import dev.tinyalloc.ModelProgram;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which {@link Os} serves a library user, by the options of the JVM, and that it does. */
class NativeOsTest {

  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** So that a virtual thread that leaves its carrier is noticed: another takes the only one. */
  private static final List<String> ONE_CARRIER =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  @Test
  void shouldServeWithMappingsOfItsOwnWhereNativeAccessIsEnabled() throws Exception {
    ChildJvm.Result result = everyRoad(NATIVE_ACCESS);
    assertThat(result.err()).isEmpty();
    assertServed(result, "NativeOs", true);
  }

  @Test
  void shouldBehaveLikeTheModelOnNativeMappings() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(List.of(NATIVE_ACCESS), ModelProgram.class, "20", "200000");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualToIgnoringNewLines("NativeOs valid");
    assertThat(result.exit()).isZero();
  }

  @Test
  void shouldFallBackToUnsafeWithoutAnyOption() throws Exception {
    ChildJvm.Result result = everyRoad();
    assertThat(result.err()).doesNotContain("native-access", "restricted", "Exception");
    assertServed(result, "PortableOs", false);
  }

  @Test
  void shouldFallBackInSilenceWhereNativeAccessIsDenied() throws Exception {
    ChildJvm.Result result =
        everyRoad("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=allow");
    assertThat(result.err()).isEmpty();
    assertServed(result, "PortableOs", false);
  }

  @Test
  void shouldFallBackInSilenceWhereAnotherModuleHasNativeAccess() throws Exception {
    ChildJvm.Result result =
        everyRoad("--enable-native-access=java.base", "--sun-misc-unsafe-memory-access=allow");
    assertThat(result.err()).isEmpty();
    assertServed(result, "PortableOs", false);
  }

  @Test
  void shouldPreferTheInternalsOfTheJdkWhereTheyAreOpen() throws Exception {
    List<String> options = new ArrayList<>(ChildJvm.OPEN);
    options.add(NATIVE_ACCESS);
    ChildJvm.Result result = everyRoad(options.toArray(new String[0]));
    assertThat(result.err()).isEmpty();
    assertServed(result, "InternalOs", true);
  }

  @Test
  void shouldNotTakeTheInternalsWhereOnlySomeAreOpen() throws Exception {
    ChildJvm.Result result =
        everyRoad(NATIVE_ACCESS, "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    assertThat(result.err()).isEmpty();
    assertServed(result, "NativeOs", true);
  }

  private static ChildJvm.Result everyRoad(String... options) throws Exception {
    List<String> all = new ArrayList<>(ONE_CARRIER);
    all.addAll(List.of(options));
    return ChildJvm.run(all, EveryRoad.class);
  }

  private static void assertServed(ChildJvm.Result result, String os, boolean purges) {
    String purge = purges ? "purge committed resident" : "no purge";
    assertThat(result.out().lines())
        .as("%s", result)
        .containsExactly(os, "blocks", "mappings", "pauses", "virtual threads", purge);
    assertThat(result.exit()).isZero();
  }
}
