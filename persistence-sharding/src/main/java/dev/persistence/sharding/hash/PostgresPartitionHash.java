package dev.persistence.sharding.hash;

import java.util.Set;
import java.util.UUID;

/**
 * The hash of PostgreSQL's hash partitions, for one column: {@code compute_partition_hash_value} in
 * {@code src/backend/partitioning/partbounds.c}.
 */
final class PostgresPartitionHash implements HashScheme {

  static final PostgresPartitionHash INSTANCE = new PostgresPartitionHash();

  /** {@code HASH_PARTITION_SEED}. */
  private static final long SEED = 0x7A5B22367996DCFDL;

  /** What {@code hash_combine64} adds to the hash of the only column. */
  private static final long COMBINED = 0x49a0f4dd15e5a8e3L;

  private PostgresPartitionHash() {}

  @Override
  public String name() {
    return "postgres-partition/1";
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class, String.class, UUID.class);
  }

  @Override
  public int maxBits() {
    return 30;
  }

  @Override
  public int bucketOf(long key, int bits) {
    return remainder(PostgresHash.hash(key, SEED), bits);
  }

  @Override
  public int bucketOf(String key, int bits) {
    return remainder(PostgresHash.hash(key, SEED), bits);
  }

  @Override
  public int bucketOf(UUID key, int bits) {
    return remainder(PostgresHash.hash(key, SEED), bits);
  }

  private static int remainder(long hash, int bits) {
    return (int) (hash + COMBINED) & ((1 << bits) - 1);
  }

  @Override
  public String toString() {
    return name();
  }
}
