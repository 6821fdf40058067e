package dev.persistence.testkit.junit;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;

/** One kind of server together with the annotation by which a test class asks for it. */
record ServerRequest<A extends Annotation, S extends AutoCloseable>(
    ServerKind<A, S> kind, A annotation) {

  /** Returns the class's request for servers of that kind, if it has one. */
  static <A extends Annotation, S extends AutoCloseable> Optional<ServerRequest<A, S>> of(
      Class<?> testClass, ServerKind<A, S> kind) {
    return AnnotationSupport.findAnnotation(testClass, kind.annotation())
        .map(annotation -> new ServerRequest<>(kind, annotation));
  }

  boolean isolated() {
    return kind.isolated(annotation);
  }

  S start() {
    return kind.start(annotation);
  }

  /** Returns what the class gets of the shared servers. */
  Lease<S> lease(SharedServers shared, Class<?> testClass) {
    S view = kind.view(kind.servers().cast(shared.servers()), shared.newName(testClass));
    return new Lease<>(kind.servers(), view, kind::reset);
  }

  /** Returns servers that only this class uses. */
  Lease<S> leaseOwn() {
    return new Lease<>(kind.servers(), start(), own -> {});
  }
}
