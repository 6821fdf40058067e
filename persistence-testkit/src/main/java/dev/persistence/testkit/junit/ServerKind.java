package dev.persistence.testkit.junit;

import java.lang.annotation.Annotation;

/**
 * One kind of server that a test class can ask for by an annotation. {@link ServersExtension} lists
 * the kinds and treats all of them alike.
 *
 * <p>Two annotations that are equal share their servers, so the annotation's members must be the
 * whole configuration.
 *
 * @param <A> the annotation on the test class
 * @param <S> what is injected
 */
interface ServerKind<A extends Annotation, S extends AutoCloseable> {

  /** Returns the annotation's type. */
  Class<A> annotation();

  /** Returns the type of what is injected. */
  Class<S> servers();

  /** Tells whether the class wants servers of its own. */
  boolean isolated(A wanted);

  /** Starts the servers; called once per configuration, or once per class when isolated. */
  S start(A wanted);

  /**
   * Returns what one class gets of shared servers: its own database or key prefix, and no verb that
   * breaks a server for others. Closed after the class.
   *
   * @param name unique within the shared servers; lower-case letters, digits and underscores
   */
  S view(S shared, String name);

  /** Takes back what a class may have changed on shared servers; called before the view closes. */
  void reset(S view);
}
