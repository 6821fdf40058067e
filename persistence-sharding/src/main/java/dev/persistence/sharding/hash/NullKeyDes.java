package dev.persistence.sharding.hash;

/**
 * DES with a key of 64 zeros: no secret is kept, it only mixes, each number for one.
 *
 * <p>With that key all round keys are zeros, too, so what is left of a round are the boxes and the
 * permutation behind them, here in one table.
 *
 * @see <a href="https://csrc.nist.gov/pubs/fips/46-3/final">FIPS 46-3</a>
 */
final class NullKeyDes {

  private static final int ROUNDS = 16;

  /** S1 to S8, each with its four rows of 16 hexadecimal digits. */
  private static final String[] BOXES = {
    "e4d12fb83a6c5907" + "0f74e2d1a6cb9538" + "41e8d62bfc973a50" + "fc8249175b3ea06d",
    "f18e6b34972dc05a" + "3d47f28ec01a69b5" + "0e7ba4d158c6932f" + "d8a13f42b67c05e9",
    "a09e63f51dc7b428" + "d709346a285ecbf1" + "d6498f30b12c5ae7" + "1ad069874fe3b52c",
    "7de3069a1285bc4f" + "d8b56f03472c1ae9" + "a690cb7df13e5284" + "3f06a1d8945bc72e",
    "2c417ab6853fd0e9" + "eb2c47d150fa3986" + "421bad78f9c5630e" + "b8c71e2d6f09a453",
    "c1af92680d34e75b" + "af427c9561de0b38" + "9ef528c3704a1db6" + "432c95fabe17608d",
    "4b2ef08d3c975a61" + "d0b7491ae35c2f86" + "14bdc37eaf680592" + "6bd814a7950fe23c",
    "d2846fb1a93e50c7" + "1fd8a374c56b0e92" + "7b419ce206adf358" + "21e74a8dfc90356b"
  };

  /** P: which bit, counted from 1 at the front, comes to each place. */
  private static final int[] PERMUTATION = {
    16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
    2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25
  };

  /** What six bits before a box become behind the permutation. */
  private static final int[] PERMUTED = permuted();

  private NullKeyDes() {}

  static long encipher(long block) {
    long start = initialPermutation(block);
    int left = (int) (start >>> 32);
    int right = (int) start;
    for (int round = 0; round < ROUNDS; round++) {
      int next = left ^ mixed(right);
      left = right;
      right = next;
    }
    return finalPermutation(((long) right << 32) | (left & 0xFFFF_FFFFL));
  }

  private static int mixed(int half) {
    int mixed = 0;
    for (int box = 0; box < BOXES.length; box++) {
      int sixBits = Integer.rotateLeft(half, 4 * box - 1) >>> 26;
      mixed |= PERMUTED[(box << 6) | sixBits];
    }
    return mixed;
  }

  private static long initialPermutation(long block) {
    long result = 0;
    for (int place = 0; place < Long.SIZE; place++) {
      result = (result << 1) | ((block >>> (Long.SIZE - source(place))) & 1);
    }
    return result;
  }

  private static long finalPermutation(long block) {
    long result = 0;
    for (int place = 0; place < Long.SIZE; place++) {
      long bit = (block >>> (Long.SIZE - 1 - place)) & 1;
      result |= bit << (Long.SIZE - source(place));
    }
    return result;
  }

  /** Returns which bit, counted from 1 at the front, the initial permutation brings to a place. */
  private static int source(int place) {
    int row = place / 8;
    int first = row < 4 ? 58 + 2 * row : 57 + 2 * (row - 4);
    return first - 8 * (place % 8);
  }

  private static int[] permuted() {
    int[] permuted = new int[BOXES.length * 64];
    for (int at = 0; at < permuted.length; at++) {
      int box = at >>> 6;
      int row = ((at >>> 4) & 2) | (at & 1);
      int column = (at >>> 1) & 15;
      int digit = Character.digit(BOXES[box].charAt(row * 16 + column), 16);
      permuted[at] = permute(digit << (28 - 4 * box));
    }
    return permuted;
  }

  private static int permute(int bits) {
    int result = 0;
    for (int source : PERMUTATION) {
      result = (result << 1) | ((bits >>> (Integer.SIZE - source)) & 1);
    }
    return result;
  }
}
