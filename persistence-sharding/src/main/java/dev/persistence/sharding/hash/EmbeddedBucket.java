package dev.persistence.sharding.hash;

import java.util.Set;

/** The bucket that an id has in it: 41 bits time, 13 bits bucket, 10 bits sequence. */
final class EmbeddedBucket implements HashScheme {

  static final EmbeddedBucket INSTANCE = new EmbeddedBucket();

  private static final int SEQUENCE_BITS = 10;
  private static final int BUCKET_BITS = 13;

  private EmbeddedBucket() {}

  @Override
  public String name() {
    return "embedded/1";
  }

  @Override
  public Set<Class<?>> keyClasses() {
    return Set.of(Long.class);
  }

  @Override
  public int maxBits() {
    return BUCKET_BITS;
  }

  @Override
  public int bucketOf(long key, int bits) {
    int bucket = (int) (key >>> SEQUENCE_BITS) & ((1 << BUCKET_BITS) - 1);
    return bucket >>> (BUCKET_BITS - bits);
  }

  @Override
  public String toString() {
    return name();
  }
}
