package dev.persistence.sharding.hash;

import java.util.Set;

/** Equal ranges of the signed 32 bits of {@code hashint8}, as Citus cuts them at creation. */
final class CitusHash implements HashScheme {

  static final CitusHash INSTANCE = new CitusHash();

  private CitusHash() {}

  @Override
  public String name() {
    return "citus/1";
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class);
  }

  @Override
  public int maxBits() {
    return 31;
  }

  @Override
  public int bucketOf(long key, int bits) {
    return (hash(key) ^ Integer.MIN_VALUE) >>> (32 - bits); // The first range has the least hashes.
  }

  /** Returns {@code hashint8}. */
  static int hash(long key) {
    return (int) JenkinsHash.ofInt(PostgresHash.fold(key), 0);
  }

  @Override
  public String toString() {
    return name();
  }
}
