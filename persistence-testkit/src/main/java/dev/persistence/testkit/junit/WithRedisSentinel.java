package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisSentinel;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that uses a real Redis primary under Sentinels: a {@link RedisSentinel} is injected
 * as a parameter of its constructor and methods, and into its fields of that type that are not
 * final.
 *
 * <p>Classes with equal values that are not {@link #isolated} share the servers, and each gets a
 * {@linkplain RedisSentinel#keyPrefix() key prefix} of its own; it is for them to use it. All else
 * is as with {@link WithRedis}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithRedisSentinel {

  /** How many replicas follow the primary: 1 to 4. */
  int replicas() default 2;

  /** How many Sentinels watch: 1 to 5. */
  int sentinels() default 3;

  /** True for servers of its own, which the class may break and which end with it. */
  boolean isolated() default false;
}
