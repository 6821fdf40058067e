package dev.persistence.sharding.hash;

import java.util.Set;
import java.util.UUID;

/**
 * A function that puts a key into one of 2^n buckets, under a name with a version.
 *
 * <p>What a scheme answers for a key never changes: another function gets another name, since a key
 * that changes its bucket is a row that nobody finds. {@link #mix64()} is for data that only this
 * library shards; the others repeat what a database does with its own keys, so that it can filter
 * and check buckets itself. Implementations are immutable, thread-safe, independent of locale, time
 * zone and JVM, and do not block.
 *
 * <p>The number of buckets is given as {@code bits}, from 1 to {@link #maxBits()}; it is not
 * checked here but where a map is built. The overloads for other classes than {@link #keyClasses()}
 * throw {@link UnsupportedOperationException}.
 */
public interface HashScheme {

  /** Returns the name with the version of the function, such as {@code mix64/1}. */
  String name();

  /** Returns the classes of keys it takes, out of {@link Long}, {@link String}, {@link UUID}. */
  Set<Class<?>> keyClasses();

  /** Returns the largest n for which it fills 2^n buckets. */
  int maxBits();

  /** Returns the bucket of a number, 0 to 2^bits - 1. */
  default int bucketOf(long key, int bits) {
    throw new UnsupportedOperationException(name() + " takes no numbers");
  }

  /** Returns the bucket of a text, 0 to 2^bits - 1. */
  default int bucketOf(String key, int bits) {
    throw new UnsupportedOperationException(name() + " takes no text");
  }

  /** Returns the bucket of a UUID, 0 to 2^bits - 1. */
  default int bucketOf(UUID key, int bits) {
    throw new UnsupportedOperationException(name() + " takes no UUIDs");
  }

  /**
   * Returns the scheme of this library, {@code mix64/1}: the finaliser of SplitMix64 for numbers
   * and UUIDs, XXH64 of the UTF-8 bytes for text; the bucket is the first bits of either.
   *
   * <p>Half a surrogate pair, which no database stores, counts as a question mark.
   */
  static HashScheme mix64() {
    return Mix64.INSTANCE;
  }

  /**
   * Returns the scheme of PostgreSQL's built-in functions, whose buckets SQL can tell: {@code
   * hashint8extended(key, seed) & 4095}, and so {@code hashtextextended} and {@code
   * uuid_hash_extended}. For servers on little-endian machines, databases in UTF-8, and
   * deterministic collations.
   */
  static HashScheme postgres(long seed) {
    return new PostgresHash(seed);
  }

  /**
   * Returns the scheme of PostgreSQL's hash partitions: the bucket is the remainder of the
   * partition, with the number of buckets as modulus, for tables partitioned by one column of type
   * bigint, text or uuid. The same limits as {@link #postgres}.
   */
  static HashScheme postgresPartition() {
    return PostgresPartitionHash.INSTANCE;
  }

  /** Returns the scheme of Citus for bigint: equal ranges of the 32 bits of {@code hashint8}. */
  static HashScheme citus() {
    return CitusHash.INSTANCE;
  }

  /**
   * Returns the scheme of Vitess's {@code hash} vindex: the first bits of the keyspace id, which is
   * the number enciphered by DES with a key of zeros.
   */
  static HashScheme vitessHash() {
    return VitessHash.INSTANCE;
  }

  /**
   * Returns the scheme of Vitess's {@code xxhash} vindex: the first bits of the keyspace id, which
   * is XXH64 of the text, or of the number in decimal digits, with the last byte first.
   */
  static HashScheme vitessXxhash() {
    return VitessXxhash.INSTANCE;
  }

  /**
   * Returns the scheme of Redis Cluster: the first bits of the slot, which is CRC16 of the key or
   * of its {@code {hash tag}}; a number counts as its decimal digits.
   */
  static HashScheme redisSlot() {
    return RedisSlot.INSTANCE;
  }

  /**
   * Returns the scheme that reads the bucket out of an id with an embedded one, as {@code
   * BucketIds} makes them.
   */
  static HashScheme embedded() {
    return EmbeddedBucket.INSTANCE;
  }
}
