package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisCluster;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that uses a real Redis Cluster: a {@link RedisCluster} is injected as a parameter of
 * its constructor and methods, and into its fields of that type that are not final.
 *
 * <p>Classes with equal values that are not {@link #isolated} share the servers, and each gets a
 * {@linkplain RedisCluster#keyPrefix() key prefix} of its own; it is for them to use it. All else
 * is as with {@link WithRedis}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithRedisCluster {

  /** Among how many primaries the slots are shared: 3 to 8. */
  int primaries() default 3;

  /** How many replicas follow each primary: 0 to 2. */
  int replicas() default 1;

  /** True for servers of its own, which the class may break and which end with it. */
  boolean isolated() default false;
}
