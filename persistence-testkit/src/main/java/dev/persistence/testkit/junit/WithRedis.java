package dev.persistence.testkit.junit;

import dev.persistence.testkit.redis.RedisServer;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that uses a real Redis server: a {@link RedisServer} is injected as a parameter of
 * its constructor and methods, and into its fields of that type that are not final.
 *
 * <p>Classes that are not {@link #isolated} share one server, and each gets a {@linkplain
 * RedisServer#keyPrefix() key prefix} of its own; it is for them to use it. All else is as with
 * {@link WithPostgres}. The program comes from the artifact {@code embedded-redis}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithRedis {

  /** True for a server that writes each command to the disk before it answers. */
  boolean appendOnly() default false;

  /** True for a server of its own, which the class may break and which ends with it. */
  boolean isolated() default false;
}
