package dev.persistence.sharding.hash;

import java.util.Set;

/** The first bits of the keyspace id of Vitess's {@code xxhash} vindex. */
final class VitessXxhash implements HashScheme {

  static final VitessXxhash INSTANCE = new VitessXxhash();

  private VitessXxhash() {}

  @Override
  public String name() {
    return "vitess-xxhash/1";
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class, String.class);
  }

  @Override
  public int maxBits() {
    return 31;
  }

  @Override
  public int bucketOf(long key, int bits) {
    return bucketOf(Long.toString(key), bits);
  }

  @Override
  public int bucketOf(String key, int bits) {
    return (int) (keyspaceId(key) >>> (64 - bits));
  }

  /** Returns the hash with its last byte first, as Vitess writes it. */
  static long keyspaceId(String key) {
    return Long.reverseBytes(Xxh64.ofUtf8(key));
  }

  @Override
  public String toString() {
    return name();
  }
}
