package dev.persistence.sharding.hash;

/**
 * PostgreSQL's hash of bytes: lookup3 by Bob Jenkins with the seeds and the byte order of {@code
 * src/common/hashfn.c} on a little-endian machine.
 */
final class JenkinsHash {

  private static final int START = 0x9e3779b9 + 3923095;

  private int a;
  private int b;
  private int c;

  private JenkinsHash(int length, long seed) {
    a = START + length;
    b = a;
    c = a;
    if (seed != 0) {
      a += (int) (seed >>> 32);
      b += (int) seed;
      mix();
    }
  }

  /** Returns what {@code hash_bytes_uint32_extended} returns. */
  static long ofInt(int key, long seed) {
    JenkinsHash hash = new JenkinsHash(Integer.BYTES, seed);
    hash.a += key;
    return hash.end();
  }

  /** Returns what {@code hash_bytes_extended} returns. */
  static long ofBytes(byte[] key, long seed) {
    JenkinsHash hash = new JenkinsHash(key.length, seed);
    int at = 0;
    for (; key.length - at >= 12; at += 12) {
      hash.a += word(key, at);
      hash.b += word(key, at + 4);
      hash.c += word(key, at + 8);
      hash.mix();
    }
    hash.a += word(key, at);
    hash.b += word(key, at + 4);
    hash.c += word(key, at + 8) << 8; // Whose lowest byte stands for the length.
    return hash.end();
  }

  /** Returns four bytes, the first one as the lowest, and zeros past the end. */
  private static int word(byte[] key, int at) {
    int word = 0;
    for (int i = Math.min(key.length, at + 4) - 1; i >= at; i--) {
      word = (word << 8) | (key[i] & 0xFF);
    }
    return word;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private long end() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return ((long) b << 32) | (c & 0xFFFF_FFFFL);
  }
}
