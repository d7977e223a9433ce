package dev.tinyalloc.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdksTest {

  @Test
  void shouldRunOnJdk17AndOnAReleaseFrom25On() {
    System.out.println("The integration tests run on " + Jdks.all());
    assertThat(Jdks.all())
        .as(
            "The agent is tested on JDK 17 and on a release from 25 on. Found: %s. Install what is"
                + " missing beside the JDK that runs Maven, or name it by JAVA_HOME or PATH",
            Jdks.all())
        .anyMatch(jdk -> jdk.feature() == 17)
        .anyMatch(jdk -> jdk.feature() >= 25);
  }

  @Test
  void shouldFindTheJdkThatRunsTheTests() {
    assertThat(Jdks.all()).anyMatch(jdk -> jdk.feature() == Runtime.version().feature());
  }

  @OnEveryJdk
  void shouldStartTheJdkThatItNames(Jdk jdk) throws Exception {
    ChildJvm.Result result = ChildJvm.on(jdk).jvm("-version").run();
    assertThat(result.exitStatus()).as("%s", result).isZero();
    assertThat(result.stderr()).contains("\"" + jdk.version());
  }
}
