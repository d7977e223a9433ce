package dev.tinyalloc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports only go down. */
@AnalyzeClasses(packages = "dev.tinyalloc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule OS_IS_THE_BOTTOM =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.os")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tinyalloc", "dev.tinyalloc.site", "dev.tinyalloc.sample", "dev.tinyalloc.hook");

  @ArchTest
  static final ArchRule THE_ALLOCATOR_KNOWS_NO_SITE_AND_NO_HOOK =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tinyalloc.site", "dev.tinyalloc.sample", "dev.tinyalloc.hook");

  @ArchTest
  static final ArchRule SITES_KNOW_NO_ALLOCATOR =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.site")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tinyalloc", "dev.tinyalloc.sample", "dev.tinyalloc.hook");

  @ArchTest
  static final ArchRule SAMPLES_KNOW_NO_ALLOCATOR_AND_NO_SITE =
      noClasses()
          .that()
          .resideInAPackage("dev.tinyalloc.sample")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tinyalloc", "dev.tinyalloc.site", "dev.tinyalloc.hook");

  @ArchTest
  static final ArchRule ONLY_OS_TOUCHES_RAW_MEMORY =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tinyalloc.os")
          .and()
          .haveSimpleNameNotEndingWith("Thunks")
          .and()
          .haveSimpleNameNotEndingWith("Buffers")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("Unsafe");

  @ArchTest
  static final ArchRule CORE_USES_THE_JDK_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("java..")
                  .or(resideInAPackage("jdk.internal.."))
                  .or(resideInAPackage("sun.."))
                  .or(resideInAPackage("dev.tinyalloc.."))
                  .or(resideInAPackage("org.jspecify.annotations")));

  @ArchTest
  static final ArchRule NOTHING_HERE_LOGS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging", "java.lang.management", "javax.management..");

  @ArchTest
  static final ArchRule ARENAS_KNOW_NO_SLAB =
      noClasses()
          .that()
          .haveSimpleName("GlobalArena")
          .or()
          .haveSimpleName("Segment")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("Slab")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("SlabQueue");
}
