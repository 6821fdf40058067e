package dev.persistence.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithRedisCluster;
import dev.persistence.testkit.redis.RedisCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithRedisCluster(replicas = 0)
class RedisSlotTest {

  private static final List<String> ODD =
      List.of(
          "",
          "{}",
          "{",
          "}",
          "}{",
          "{}{tag}",
          "{{tag}}",
          "a{tag}b{other}",
          "{tag",
          "é{中}",
          "😀",
          "\u0000",
          "a\nb",
          "{ }",
          "tag}{x}");

  /** The check value of CRC-16/XMODEM in the appendix of the cluster specification. */
  @Test
  void checksumIsThatOfTheSpecification() {
    assertThat(RedisSlot.crc16("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x31C3);
  }

  /** Slots that the documentation of CLUSTER KEYSLOT shows. */
  @ParameterizedTest
  @CsvSource({"somekey, 11058", "foo{hash_tag}, 2515", "bar{hash_tag}, 2515"})
  void slotIsThatOfTheDocumentation(String key, int slot) {
    assertThat(RedisSlot.slot(key)).isEqualTo(slot);
  }

  @Test
  void bucketsAreEqualRangesOfSlots() {
    assertThat(HashScheme.redisSlot().bucketOf("somekey", 14)).isEqualTo(11058);
    assertThat(HashScheme.redisSlot().bucketOf("somekey", 12)).isEqualTo(11058 / 4);
    assertThat(HashScheme.redisSlot().bucketOf(42L, 14)).isEqualTo(RedisSlot.slot("42"));
  }

  @Test
  void slotsAreThoseOfALiveCluster(RedisCluster cluster) throws Exception {
    List<String> keys = new ArrayList<>(ODD);
    SeededRandom random = SeededRandom.of(1);
    for (int i = 0; i < 4_000; i++) {
      keys.add(random.chance(0.3) ? braced(random) : random.text(30));
    }
    RedisClient client = RedisClient.create(RedisURI.create(cluster.uris().get(0)));
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      List<RedisFuture<Long>> slots =
          keys.stream().map(key -> connection.async().clusterKeyslot(key)).toList();
      for (int i = 0; i < keys.size(); i++) {
        assertThat((long) RedisSlot.slot(keys.get(i)))
            .as("key %s", keys.get(i))
            .isEqualTo(slots.get(i).get(20, TimeUnit.SECONDS));
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private static String braced(SeededRandom random) {
    return random.text(3) + "{" + random.text(4) + "}" + random.text(3) + "}";
  }
}
