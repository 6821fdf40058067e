package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.testkit.junit.WithRedis;
import dev.persistence.testkit.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others have written under our keys in Redis: a miss, and never more than that. */
@WithRedis
@Timeout(60)
class HostileBytesDatabaseTest {

  /** Counts the objects that are made of it. */
  static final class Bomb implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger MADE = new AtomicInteger();

    Bomb() {
      MADE.incrementAndGet();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      MADE.incrementAndGet();
      in.defaultReadObject();
    }
  }

  private final String name;
  private final RedisClient client = RedisClient.create();
  private final StatefulRedisConnection<byte[], byte[]> outside;
  private final RedisStore store;
  private final TieredCache<Integer, String> cache;
  private final AtomicInteger loads = new AtomicInteger();

  HostileBytesDatabaseTest(RedisServer redis) {
    RedisURI uri = RedisURI.create(redis.uri());
    this.name = redis.keyPrefix().replace(":", "") + "hostile";
    this.outside = client.connect(ByteArrayCodec.INSTANCE, uri);
    this.store = CacheNode.patient(RedisStore.builder(client, uri)).build();
    this.cache =
        TieredCache.<Integer, String>builder(name)
            .store(store)
            .codec(JsonCodec.of(String.class))
            .loader((KeyLoader<Integer, String>) this::load)
            .build();
  }

  private String load(Integer key) {
    return "good " + loads.incrementAndGet();
  }

  @BeforeEach
  void awaitStore() {
    CacheNode.await()
        .untilAsserted(
            () -> {
              cache.get(-1);
              assertThat(cache.lookup(-1).state()).isEqualTo(Lookup.State.FRESH);
            });
    Bomb.MADE.set(0);
  }

  @AfterEach
  void close() {
    cache.close();
    store.close();
    outside.close();
    client.shutdown();
  }

  private byte[] key() {
    return (name + ":1").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] field() {
    return "v1".getBytes(StandardCharsets.UTF_8);
  }

  /** Stores a good value and returns the field that has it: 17 bytes of the store's, and ours. */
  private byte[] stored() {
    String value = cache.get(1);
    CacheNode.await()
        .untilAsserted(() -> assertThat(cache.lookup(1).value()).isEqualTo(value).isNotNull());
    return outside.sync().hget(key(), field());
  }

  /** Reads; the reader gets a loaded value, and afterwards the cache has it. */
  private void missesAndHeals(String what) {
    CacheNode.await()
        .untilAsserted(
            () -> assertThat(cache.lookup(1).state()).as(what).isEqualTo(Lookup.State.ABSENT));
    int before = loads.get();
    assertThat(cache.get(1)).as(what).isEqualTo("good " + (before + 1));
    CacheNode.await()
        .untilAsserted(
            () -> assertThat(cache.lookup(1).value()).as(what).isEqualTo("good " + loads.get()));
    assertThat(Bomb.MADE).as(what).hasValue(0);
  }

  private long misses(MissReason reason) {
    return cache.statistics().misses().getOrDefault(reason, 0L);
  }

  @Test
  void aKeyOfAnotherTypeIsAMissAndIsReplaced() {
    outside.sync().set(key(), "foreign".getBytes(StandardCharsets.UTF_8));
    missesAndHeals("string");
    outside.sync().del(key());
    outside.sync().rpush(key(), "foreign".getBytes(StandardCharsets.UTF_8));
    missesAndHeals("list");
  }

  @Test
  void foreignBytesInPlaceOfAFrameAreAMissWithTheReasonDecode() throws IOException {
    byte[] good = stored();
    byte[] json =
        ("{\"@class\":\"" + Bomb.class.getName() + "\"}").getBytes(StandardCharsets.UTF_8);
    byte[] random = new byte[100];
    new Random(1).nextBytes(random);
    for (byte[] foreign : new byte[][] {json, serialized(), random, new byte[0], new byte[49]}) {
      long before = misses(MissReason.DECODE);
      byte[] field = Arrays.copyOf(good, 17 + foreign.length);
      System.arraycopy(foreign, 0, field, 17, foreign.length);
      outside.sync().hset(key(), field(), field);
      missesAndHeals(foreign.length + " bytes");
      assertThat(misses(MissReason.DECODE)).isEqualTo(before + 1);
      good = stored();
    }
  }

  private static byte[] serialized() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Bomb());
    }
    Bomb.MADE.set(0);
    return bytes.toByteArray();
  }

  @Test
  void foreignBytesInPlaceOfAFieldAreAMiss() throws IOException {
    for (byte[] foreign : new byte[][] {serialized(), new byte[0], new byte[16], new byte[17]}) {
      stored();
      outside.sync().hset(key(), field(), foreign);
      missesAndHeals(foreign.length + " bytes");
    }
  }

  @Test
  void aTruncatedFrameIsAMiss() {
    for (int length = stored().length - 1; length >= 17; length -= 7) {
      byte[] good = stored();
      outside.sync().hset(key(), field(), Arrays.copyOf(good, length));
      missesAndHeals("truncated to " + length);
    }
  }

  @Test
  void aFlippedBitOfAFrameIsAMiss() {
    int bits = (stored().length - 17) * 8;
    for (int bit = 0; bit < bits; bit += 11) {
      byte[] good = stored();
      good[17 + bit / 8] ^= (byte) (1 << (bit % 8));
      outside.sync().hset(key(), field(), good);
      missesAndHeals("bit " + bit);
    }
  }
}
