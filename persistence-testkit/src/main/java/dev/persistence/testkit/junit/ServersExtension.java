package dev.persistence.testkit.junit;

import dev.persistence.testkit.BackendUnavailableException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The JUnit extension behind all annotations of this package; a test class never names it.
 *
 * <p>Servers that are shared live in the launcher session's store and end with it. What one class
 * has of them lives in the store of the class. Nested classes use the servers of the class around
 * them unless they have an annotation of their own.
 */
public final class ServersExtension
    implements ExecutionCondition, BeforeAllCallback, TestInstancePostProcessor, ParameterResolver {

  static final String REQUIRE = "persistence.testkit.require";

  private static final Namespace NAMESPACE = Namespace.create(ServersExtension.class);
  private static final List<ServerKind<?, ?>> KINDS =
      List.of(
          new PostgresKind(),
          new MariaDbKind(),
          new MySqlKind(),
          new RedisKind(),
          new RedisClusterKind(),
          new RedisSentinelKind());

  /** Made by JUnit. */
  public ServersExtension() {}

  /**
   * Starts what a class needs, and skips the class when it cannot be had. This is before JUnit
   * makes an instance, whose constructor may take servers.
   */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty() && !Boolean.getBoolean(REQUIRE)) {
      try {
        ofClass(context, context.getRequiredTestClass());
      } catch (BackendUnavailableException unavailable) {
        return ConditionEvaluationResult.disabled(unavailable.getMessage());
      }
    }
    return ConditionEvaluationResult.enabled("its servers can be had");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IllegalAccessException {
    injectFields(context, context.getRequiredTestClass(), null);
  }

  @Override
  public void postProcessTestInstance(Object instance, ExtensionContext context)
      throws IllegalAccessException {
    injectFields(context, instance.getClass(), instance);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return servers(context, parameter.getParameter().getType()).isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return servers(context, parameter.getParameter().getType()).orElseThrow();
  }

  private static void injectFields(
      ExtensionContext context, Class<?> testClass, @Nullable Object instance)
      throws IllegalAccessException {
    ofClass(context, testClass);
    for (Field field :
        ReflectionSupport.findFields(
            testClass, f -> isWanted(f, instance), HierarchyTraversalMode.TOP_DOWN)) {
      field.setAccessible(true);
      Optional<AutoCloseable> servers = servers(context, field.getType());
      if (servers.isPresent()) {
        field.set(instance, servers.get());
      }
    }
  }

  private static boolean isWanted(Field field, @Nullable Object instance) {
    return Modifier.isStatic(field.getModifiers()) == (instance == null)
        && !Modifier.isFinal(field.getModifiers())
        && KINDS.stream().anyMatch(kind -> kind.servers() == field.getType());
  }

  /** Returns what the class, or else the nearest class around it, has of a type. */
  private static Optional<AutoCloseable> servers(ExtensionContext context, Class<?> type) {
    if (KINDS.stream().noneMatch(kind -> kind.servers() == type)) {
      return Optional.empty();
    }
    List<Class<?>> innermostFirst = new ArrayList<>(context.getEnclosingTestClasses());
    Collections.reverse(innermostFirst);
    innermostFirst.add(0, context.getRequiredTestClass());
    return innermostFirst.stream()
        .flatMap(testClass -> ofClass(context, testClass).find(type).stream())
        .findFirst();
  }

  /** Returns what the class's own annotations ask for, starting it on the first call. */
  private static ClassServers ofClass(ExtensionContext context, Class<?> testClass) {
    Store shared = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            testClass,
            key -> ClassServers.start(testClass, KINDS, wanted -> shared(shared, wanted)),
            ClassServers.class);
  }

  private static SharedServers shared(Store store, ServerRequest<?, ?> wanted) {
    Annotation key = wanted.annotation();
    return store.getOrComputeIfAbsent(
        key, k -> new SharedServers(wanted.start()), SharedServers.class);
  }
}
