package dev.tinyalloc.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports only go down, and the loaders' borders hold. */
@AnalyzeClasses(
    packages = "dev.tinyalloc.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class AgentArchitectureTest {

  @ArchTest
  static final ArchRule ENTRY_CLASSES_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.agent")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.*..",
              "dev.tinyalloc",
              "dev.tinyalloc.hook..",
              "dev.tinyalloc.site..",
              "net.bytebuddy..",
              "org.slf4j..",
              "com.google.gson..",
              "org.apache.commons..",
              "org.HdrHistogram..");

  @ArchTest
  static final ArchRule OPTIONS_ARE_THE_BOTTOM =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.agent.options")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.install",
              "dev.tinyalloc.agent.boot",
              "dev.tinyalloc.agent.rewrite",
              "dev.tinyalloc.agent.report");

  @ArchTest
  static final ArchRule EXPERIMENTS_KNOW_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.agent.ab")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.cli", "dev.tinyalloc.agent.install", "picocli..");

  @ArchTest
  static final ArchRule REPORTS_KNOW_NO_REWRITING =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.agent.report")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.install",
              "dev.tinyalloc.agent.boot",
              "dev.tinyalloc.agent.rewrite",
              "net.bytebuddy..");

  @ArchTest
  static final ArchRule HISTORY_KNOWS_NO_REPORT =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.agent.history")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.install",
              "dev.tinyalloc.agent.boot",
              "dev.tinyalloc.agent.rewrite",
              "dev.tinyalloc.agent.report");

  @ArchTest
  static final ArchRule NOTHING_BELOW_INSTALL_KNOWS_IT =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.agent.install")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tinyalloc.agent.install");

  @ArchTest
  static final ArchRule NOTHING_TOUCHES_WHAT_PROGRAMS_CONFIGURE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.agent.jmx")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging", "javax.management..", "java.lang.management");

  @ArchTest
  static final ArchRule ONLY_EVENTS_KNOW_THE_FLIGHT_RECORDER =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.agent.jfr")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jdk.jfr..");

  @ArchTest
  static final ArchRule LIVE_OUTPUTS_ARE_KNOWN_TO_INSTALL_ONLY =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.report",
              "dev.tinyalloc.agent.rewrite",
              "dev.tinyalloc.agent.boot",
              "dev.tinyalloc.agent.options")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc.agent.jfr",
              "dev.tinyalloc.agent.jmx",
              "dev.tinyalloc.agent.prometheus");

  @ArchTest
  static final ArchRule THE_COMMAND_LINE_RUNS_WITHOUT_THE_ALLOCATOR =
      noClasses()
          .that()
          .resideInAnyPackage("dev.tinyalloc.agent.cli", "dev.tinyalloc.agent.control")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc",
              "dev.tinyalloc.hook",
              "dev.tinyalloc.os",
              "dev.tinyalloc.sample",
              "dev.tinyalloc.site",
              "dev.tinyalloc.agent.boot",
              "dev.tinyalloc.agent.rewrite",
              "dev.tinyalloc.agent.install",
              "dev.tinyalloc.agent.policy");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.agent.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tinyalloc.agent.cli");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_ATTACHES_AND_DRAWS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.agent.cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.tools.attach", "picocli..", "org.jline..");
}
