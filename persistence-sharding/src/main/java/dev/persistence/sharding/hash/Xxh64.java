package dev.persistence.sharding.hash;

import java.nio.charset.StandardCharsets;

/**
 * XXH64 with seed 0 of a text's UTF-8 bytes, without a copy of them if all are ASCII.
 *
 * <p>Each character stands for a byte. For ASCII that is so anyway; any other text is written once
 * more with a character for each of its bytes.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">xxHash fast digest
 *     algorithm, 0.1.1, the chapter on XXH64</a>
 */
final class Xxh64 {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private static final long PRIMES_1_AND_2 =
      0x60EA27EEADC0B5D6L; // Their sum, without what overflows.

  private static final int STRIPE = 32;

  private final String bytes;
  private int seen;

  private Xxh64(String bytes) {
    this.bytes = bytes;
  }

  static long ofUtf8(String text) {
    Xxh64 run = new Xxh64(text);
    long hash = run.hash();
    return run.seen < 0x80 ? hash : ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static long ofBytes(byte[] bytes) {
    return new Xxh64(new String(bytes, StandardCharsets.ISO_8859_1)).hash();
  }

  private long hash() {
    int length = bytes.length();
    int at = length & -STRIPE;
    long hash = (at == 0 ? PRIME_5 : stripes(at)) + length;
    for (; at <= length - 8; at += 8) {
      hash = Long.rotateLeft(hash ^ round(0, eight(at)), 27) * PRIME_1 + PRIME_4;
    }
    if (at <= length - 4) {
      hash = Long.rotateLeft(hash ^ (four(at) * PRIME_1), 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < length; at++) {
      hash = Long.rotateLeft(hash ^ (one(at) * PRIME_5), 11) * PRIME_1;
    }
    return avalanche(hash);
  }

  private long stripes(int end) {
    long first = PRIMES_1_AND_2;
    long second = PRIME_2;
    long third = 0;
    long fourth = -PRIME_1;
    for (int at = 0; at < end; at += STRIPE) {
      first = round(first, eight(at));
      second = round(second, eight(at + 8));
      third = round(third, eight(at + 16));
      fourth = round(fourth, eight(at + 24));
    }
    long hash =
        Long.rotateLeft(first, 1)
            + Long.rotateLeft(second, 7)
            + Long.rotateLeft(third, 12)
            + Long.rotateLeft(fourth, 18);
    hash = merge(hash, first);
    hash = merge(hash, second);
    hash = merge(hash, third);
    return merge(hash, fourth);
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
    return mixed ^ (mixed >>> 32);
  }

  private long eight(int at) {
    return four(at) | (four(at + 4) << 32);
  }

  /** Returns four bytes, the first one as the lowest. */
  private long four(int at) {
    int a = bytes.charAt(at);
    int b = bytes.charAt(at + 1);
    int c = bytes.charAt(at + 2);
    int d = bytes.charAt(at + 3);
    seen |= a | b | c | d;
    return (a | (b << 8) | (c << 16) | (d << 24)) & 0xFFFF_FFFFL;
  }

  private long one(int at) {
    int a = bytes.charAt(at);
    seen |= a;
    return a;
  }
}
