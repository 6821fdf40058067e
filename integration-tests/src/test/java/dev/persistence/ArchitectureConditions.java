package dev.persistence;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What {@link ArchitectureTest} demands of a class and ArchUnit has no words for. */
final class ArchitectureConditions {

  private static final String ROOT = "dev.persistence.";
  private static final Set<String> ATOMICS =
      Set.of("AtomicInteger", "AtomicLong", "AtomicBoolean", "AtomicReference", "LongAdder");

  private ArchitectureConditions() {}

  /** Returns "routing" for a class of dev.persistence.routing, null for one of somebody else. */
  static @Nullable String featureOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName() + ".";
    return name.startsWith(ROOT)
        ? name.substring(ROOT.length(), name.indexOf('.', ROOT.length()))
        : null;
  }

  static ArchCondition<JavaClass> knowOnlyTheirOwnFeatureAndCore() {
    return condition(
        "know only their own feature and core",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(dependency -> isForeign(dependency, "core"))
                .map(Dependency::getDescription));
  }

  static ArchCondition<JavaClass> beUsedByTheirOwnFeatureAlone() {
    return condition(
        "be used by their own feature alone",
        type ->
            type.getDirectDependenciesToSelf().stream()
                .filter(dependency -> isForeign(dependency, null))
                .map(Dependency::getDescription));
  }

  static ArchCondition<JavaClass> showNoInternalType() {
    return condition(
        "show no internal type",
        type -> {
          Stream<JavaClass> own =
              Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
          Stream<JavaClass> members =
              type.getMembers().stream()
                  .filter(ArchitectureConditions::isVisible)
                  .flatMap(ArchitectureConditions::signature);
          return Stream.concat(own, members)
              .filter(shown -> shown.getPackageName().contains(".internal"))
              .map(shown -> type.getName() + " shows " + shown.getName());
        });
  }

  static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return condition(
        "reside in a package whose package-info is @NullMarked",
        type ->
            type.getPackage().isAnnotatedWith(NullMarked.class)
                ? Stream.of()
                : Stream.of(type.getPackageName() + " is not @NullMarked"));
  }

  static ArchCondition<JavaClass> beFinalUnlessMadeForExtension() {
    return condition(
        "be final unless abstract, extended here, or an exception",
        type ->
            type.isInterface()
                    || type.isEnum()
                    || type.isAssignableTo(Throwable.class)
                    || type.getModifiers().contains(JavaModifier.FINAL)
                    || type.getModifiers().contains(JavaModifier.ABSTRACT)
                    || type.isAnonymousClass()
                    || !type.getSubclasses().isEmpty()
                ? Stream.of()
                : Stream.of(type.getName() + " is not final"));
  }

  static ArchCondition<JavaField> holdNoMutableType() {
    return condition(
        "hold no mutable type",
        field -> {
          JavaClass type = field.getRawType();
          boolean sharedArray =
              type.isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE);
          return sharedArray || isMutable(type)
              ? Stream.of(field.getFullName() + " holds a mutable " + type.getName())
              : Stream.of();
        });
  }

  /** A row of a table in the document names the class and the field. */
  static ArchCondition<JavaField> beListedIfShared(String document) {
    List<Set<String>> rows =
        Repository.lines(Repository.ROOT.resolve(document)).stream()
            .filter(line -> line.startsWith("|"))
            .map(line -> Set.copyOf(List.of(line.split("\\W+"))))
            .toList();
    return condition(
        "be listed in " + document + " if threads share it",
        field -> {
          Set<String> names = Set.of(field.getOwner().getSimpleName(), field.getName());
          boolean listed = rows.stream().anyMatch(row -> row.containsAll(names));
          return isShared(field) && !listed
              ? Stream.of(field.getFullName() + " is not in a table of " + document)
              : Stream.of();
        });
  }

  private static boolean isShared(JavaField field) {
    String type = field.getRawType().getName();
    return field.getModifiers().contains(JavaModifier.VOLATILE)
        || type.startsWith("java.util.concurrent.atomic.")
        || (type.startsWith("java.util.concurrent.locks.") && type.endsWith("Lock"));
  }

  static ArchCondition<JavaClass> callAnythingIn(String packageOrClass) {
    return new ArchCondition<>("call anything in " + packageOrClass) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          boolean hit = access.getTargetOwner().getName().startsWith(packageOrClass);
          events.add(new SimpleConditionEvent(type, hit, access.getDescription()));
        }
      }
    };
  }

  private static boolean isForeign(Dependency dependency, @Nullable String alsoAllowed) {
    String from = featureOf(dependency.getOriginClass());
    String to = featureOf(dependency.getTargetClass());
    return to != null && !to.equals(from) && !to.equals(alsoAllowed);
  }

  private static boolean isMutable(JavaClass type) {
    boolean concrete = !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT);
    boolean container = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    return ATOMICS.contains(type.getSimpleName())
        || type.isAssignableTo(Random.class)
        || type.isAssignableTo(StringBuilder.class)
        || (concrete && container);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  /** Returns every class that the member's declaration names, type arguments included. */
  private static Stream<JavaClass> signature(JavaMember member) {
    List<JavaType> types = new ArrayList<>();
    if (member instanceof JavaField field) {
      types.add(field.getType());
    } else if (member instanceof JavaCodeUnit code) {
      types.add(code.getReturnType());
      types.addAll(code.getParameterTypes());
      types.addAll(code.getExceptionTypes());
    }
    return types.stream().flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }

  /** Makes a condition that each description returned for an element violates. */
  private static <T> ArchCondition<T> condition(
      String rule, Function<T, Stream<String>> violations) {
    return new ArchCondition<>(rule) {
      @Override
      public void check(T element, ConditionEvents events) {
        violations
            .apply(element)
            .forEach(text -> events.add(SimpleConditionEvent.violated(element, text)));
      }
    };
  }
}
