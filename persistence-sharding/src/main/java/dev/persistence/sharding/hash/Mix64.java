package dev.persistence.sharding.hash;

import java.util.Set;
import java.util.UUID;

/**
 * Our own scheme.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea, Flood: Fast splittable
 *     pseudorandom number generators (2014), with the constants of Stafford's variant 13</a>
 */
final class Mix64 implements HashScheme {

  static final Mix64 INSTANCE = new Mix64();

  private Mix64() {}

  @Override
  public String name() {
    return "mix64/1";
  }

  /** Returns another number, each for one, in which every bit of the key moves half of the bits. */
  static long mix(long key) {
    long mixed = (key ^ (key >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
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
    return (int) (mix(key) >>> (64 - bits));
  }

  @Override
  public int bucketOf(String key, int bits) {
    return (int) (Xxh64.ofUtf8(key) >>> (64 - bits));
  }

  @Override
  public int bucketOf(UUID key, int bits) {
    long first = mix(key.getMostSignificantBits());
    return bucketOf(first ^ key.getLeastSignificantBits(), bits);
  }

  @Override
  public String toString() {
    return name();
  }
}
