package dev.persistence.testkit.junit;

import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.SynchronousCommit;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that uses real PostgreSQL servers: a {@link PostgresCluster} is injected as a
 * parameter of its constructor and methods, and into its fields of that type that are not final.
 *
 * <pre>{@code
 * @WithPostgres(standbys = 2)
 * class OrdersTest {
 *   @Test
 *   void readsItsOwnWrite(PostgresCluster cluster) { … }
 * }
 * }</pre>
 *
 * <p>Classes with equal values share one cluster for the whole run, and each gets an empty database
 * of its own in it. After each class, replay is resumed and delays are taken back; the verbs that
 * break a server throw {@link IllegalStateException}, unless the class is {@link #isolated}.
 * Classes that pause or delay replay must not run at the same time as others that share their
 * cluster.
 *
 * <p>Where the binaries or the driver are missing, the class is skipped, with a message that names
 * the artifact to add; with the system property {@code persistence.testkit.require=true} it fails.
 * Needs JUnit 5.13 or newer; runs on JUnit 6.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithPostgres {

  /** How many standbys stream from the primary: 0 to 8. */
  int standbys() default 0;

  /**
   * True for a cluster of its own (about a second), which the class may break and which ends with
   * it.
   */
  boolean isolated() default false;

  /** The major version, 15 to 18; 0 is the newest on the class path. */
  int version() default 0;

  /** What a commit waits for. */
  SynchronousCommit synchronousCommit() default SynchronousCommit.ON;

  /** Lines of {@code postgresql.conf}, each {@code name = value} without quotes. */
  String[] settings() default {};
}
