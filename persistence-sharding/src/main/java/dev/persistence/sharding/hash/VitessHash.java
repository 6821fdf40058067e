package dev.persistence.sharding.hash;

import java.util.Set;

/** The first bits of the keyspace id of Vitess's {@code hash} vindex. */
final class VitessHash implements HashScheme {

  static final VitessHash INSTANCE = new VitessHash();

  private VitessHash() {}

  @Override
  public String name() {
    return "vitess-hash/1";
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
    return (int) (NullKeyDes.encipher(key) >>> (64 - bits));
  }

  @Override
  public String toString() {
    return name();
  }
}
