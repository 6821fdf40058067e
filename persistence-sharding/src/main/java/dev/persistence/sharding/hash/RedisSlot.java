package dev.persistence.sharding.hash;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The first bits of the slot of Redis Cluster.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/">Redis
 *     cluster specification, key distribution model and hash tags</a>
 */
final class RedisSlot implements HashScheme {

  static final RedisSlot INSTANCE = new RedisSlot();

  private static final int SLOT_BITS = 14;
  private static final int POLYNOMIAL = 0x1021;
  private static final int[] REMAINDERS = remainders();

  private RedisSlot() {}

  @Override
  public String name() {
    return "redis-slot/1";
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class, String.class);
  }

  @Override
  public int maxBits() {
    return SLOT_BITS;
  }

  @Override
  public int bucketOf(long key, int bits) {
    return bucketOf(Long.toString(key), bits);
  }

  @Override
  public int bucketOf(String key, int bits) {
    return slot(key) >>> (SLOT_BITS - bits);
  }

  static int slot(String key) {
    return crc16(tagOf(key).getBytes(StandardCharsets.UTF_8)) & ((1 << SLOT_BITS) - 1);
  }

  /** Returns what is between the first brace and the first closing one behind it, if anything. */
  private static String tagOf(String key) {
    int open = key.indexOf('{');
    int close = open < 0 ? -1 : key.indexOf('}', open + 1);
    return close > open + 1 ? key.substring(open + 1, close) : key;
  }

  /** Returns CRC-16/XMODEM. */
  static int crc16(byte[] bytes) {
    int crc = 0;
    for (byte each : bytes) {
      crc = ((crc << 8) ^ REMAINDERS[((crc >>> 8) ^ each) & 0xFF]) & 0xFFFF;
    }
    return crc;
  }

  private static int[] remainders() {
    int[] remainders = new int[256];
    for (int first = 0; first < remainders.length; first++) {
      int crc = first << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
      remainders[first] = crc & 0xFFFF;
    }
    return remainders;
  }

  @Override
  public String toString() {
    return name();
  }
}
