package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class RedisStoreBuilderTest {

  private static RedisStoreBuilder builder() {
    return new RedisStoreBuilder(
        config -> {
          throw new IllegalStateException("not to be built");
        });
  }

  private static void refuses(String option, UnaryOperator<RedisStoreBuilder> what) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> what.apply(builder()))
        .withMessageStartingWith(option + " ")
        .withMessageContaining("allowed: ");
  }

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    assertThat(new RedisStoreConfig(builder()))
        .hasToString(
            "name=cache, readDeadline=PT0.05S, writeDeadline=PT0.1S, connectDeadline=PT2S, "
                + "maxPending=10000, breakerFailurePercent=50, breakerCalls=20, breakerOpen=PT5S");
  }

  @Test
  void whatIsSetIsWhatIsUsed() {
    RedisStoreConfig config =
        new RedisStoreConfig(
            builder()
                .name("users")
                .readDeadline(Duration.ofMillis(1))
                .writeDeadline(Duration.ofMillis(2))
                .connectDeadline(Duration.ofMillis(3))
                .maxPending(4)
                .breakerFailurePercent(5)
                .breakerCalls(6)
                .breakerOpen(Duration.ofMillis(7)));
    assertThat(config.name()).isEqualTo("users");
    assertThat(config.readDeadline()).isEqualTo(Duration.ofMillis(1));
    assertThat(config.writeDeadline()).isEqualTo(Duration.ofMillis(2));
    assertThat(config.connectDeadline()).isEqualTo(Duration.ofMillis(3));
    assertThat(config.maxPending()).isEqualTo(4);
    assertThat(config.breakerFailurePercent()).isEqualTo(5);
    assertThat(config.breakerCalls()).isEqualTo(6);
    assertThat(config.breakerOpen()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void nonsenseIsRefused() {
    refuses("name", builder -> builder.name(" "));
    refuses("readDeadline", builder -> builder.readDeadline(Duration.ZERO));
    refuses("writeDeadline", builder -> builder.writeDeadline(Duration.ofHours(1)));
    refuses("connectDeadline", builder -> builder.connectDeadline(Duration.ofMillis(-1)));
    refuses("maxPending", builder -> builder.maxPending(0));
    refuses("breakerFailurePercent", builder -> builder.breakerFailurePercent(101));
    refuses("breakerCalls", builder -> builder.breakerCalls(0));
    refuses("breakerOpen", builder -> builder.breakerOpen(Duration.ZERO));
  }
}
