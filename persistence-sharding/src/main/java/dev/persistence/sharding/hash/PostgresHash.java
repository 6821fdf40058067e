package dev.persistence.sharding.hash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * PostgreSQL's extended hash functions; the bucket is the last bits, which SQL masks at no cost.
 */
final class PostgresHash implements HashScheme {

  private final long seed;

  PostgresHash(long seed) {
    this.seed = seed;
  }

  @Override
  public String name() {
    return "postgres-extended/1:" + seed;
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class, String.class, UUID.class);
  }

  @Override
  public int maxBits() {
    return 31;
  }

  @Override
  public int bucketOf(long key, int bits) {
    return (int) hash(key, seed) & ((1 << bits) - 1);
  }

  @Override
  public int bucketOf(String key, int bits) {
    return (int) hash(key, seed) & ((1 << bits) - 1);
  }

  @Override
  public int bucketOf(UUID key, int bits) {
    return (int) hash(key, seed) & ((1 << bits) - 1);
  }

  /** Returns {@code hashint8extended}, which is that of an int4 for the numbers that are one. */
  static long hash(long key, long seed) {
    return JenkinsHash.ofInt(fold(key), seed);
  }

  /** Returns {@code hashtextextended}. */
  static long hash(String key, long seed) {
    return JenkinsHash.ofBytes(key.getBytes(StandardCharsets.UTF_8), seed);
  }

  /** Returns {@code uuid_hash_extended}. */
  static long hash(UUID key, long seed) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(key.getMostSignificantBits()).putLong(key.getLeastSignificantBits());
    return JenkinsHash.ofBytes(bytes.array(), seed);
  }

  /** Returns the 32 bits that PostgreSQL hashes of a bigint. */
  static int fold(long key) {
    int high = (int) (key >> 32);
    return (int) key ^ (key >= 0 ? high : ~high);
  }

  @Override
  public String toString() {
    return name();
  }
}
