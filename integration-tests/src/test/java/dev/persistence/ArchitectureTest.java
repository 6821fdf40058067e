package dev.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The shape that docs/architecture.md promises, checked on the byte code of every main class. */
class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.persistence");

  @Test
  void everyPublishedModuleIsChecked() {
    for (Path module : Repository.modules()) {
      String name = module.getFileName().toString();
      if (name.startsWith("persistence-") && Files.exists(module.resolve("src/main/java"))) {
        String feature = name.substring("persistence-".length());
        assertThat(MAIN)
            .as("classes of %s; is it a dependency of integration-tests?", name)
            .anyMatch(type -> feature.equals(ArchitectureConditions.featureOf(type)));
      }
    }
  }

  @Test
  void featuresKnowCoreAndNoOtherFeature() {
    classes().should(ArchitectureConditions.knowOnlyTheirOwnFeatureAndCore()).check(MAIN);
  }

  @Test
  void coreNeedsNothingButTheLoggingFacade() {
    classes()
        .that()
        .resideInAPackage("dev.persistence.core..")
        .and()
        .resideOutsideOfPackage("..micrometer..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.persistence.core..",
            "java..",
            "javax.crypto..",
            "javax.sql..",
            "org.slf4j..",
            "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void onlyItsOwnPackagesNeedMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..micrometer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..")
        .check(MAIN);
  }

  @Test
  void noClassIsCompiledAgainstADriver() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql..", "com.mysql..", "org.mariadb..")
        .check(MAIN);
  }

  @Test
  void exportedPackagesFormNoCycle() {
    JavaClasses exported = MAIN.that(JavaClass.Predicates.resideOutsideOfPackage("..internal.."));
    slices().matching("dev.persistence.(**)").should().beFreeOfCycles().check(exported);
  }

  @Test
  void internalClassesStayInTheirFeature() {
    classes()
        .that()
        .resideInAPackage("..internal..")
        .should(ArchitectureConditions.beUsedByTheirOwnFeatureAlone())
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void publicSignaturesShowNoInternalType() {
    classes()
        .that()
        .arePublic()
        .and()
        .resideOutsideOfPackage("..internal..")
        .should(ArchitectureConditions.showNoInternalType())
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes().should(ArchitectureConditions.resideInANullMarkedPackage()).check(MAIN);
  }

  @Test
  void namesSayWhatTheThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Impls|Util|Utils|Manager|Helper|Helpers)(\\$.*)?")
        .orShould()
        .haveNameMatching(".*[.$]I[A-Z][a-z]\\w*")
        .check(MAIN);
  }

  @Test
  void nodesArePrimaryAndReplica() {
    String outdated = "(?i).*(master|slave).*";
    noClasses().should().haveNameMatching(outdated).check(MAIN);
    noMethods().should().haveNameMatching(outdated).check(MAIN);
    noFields().should().haveNameMatching(outdated).check(MAIN);
  }

  @Test
  void classesAreFinalUnlessMadeForExtension() {
    classes().should(ArchitectureConditions.beFinalUnlessMadeForExtension()).check(MAIN);
  }

  @Test
  void noMethodIsSynchronized() {
    noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(MAIN);
  }

  @Test
  void noStaticFieldIsMutable() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .andShould(ArchitectureConditions.holdNoMutableType())
        .check(MAIN);
  }

  @Test
  void sharedMutableStateIsListedWithItsGuard() {
    fields()
        .that()
        .areNotStatic()
        .should(ArchitectureConditions.beListedIfShared("docs/architecture.md"))
        .check(MAIN);
  }

  @Test
  void nothingIsPrinted() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
  }

  @Test
  void nothingIsLoggedThroughTheJdk() {
    noClasses()
        .should(ArchitectureConditions.callAnythingIn("java.util.logging"))
        .orShould(ArchitectureConditions.callAnythingIn("java.lang.System$Logger"))
        .check(MAIN);
  }

  @Test
  void onlyTheTestkitStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.persistence.testkit..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ProcessBuilder.class.getName())
        .orShould()
        .callMethod(Runtime.class, "exec", String[].class)
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .check(MAIN);
  }
}
