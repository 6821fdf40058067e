package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PositionPackingTest {

  private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  private static int size(String position) {
    byte[] packed = PositionPacking.pack(position, 1_000);
    assertThat(PositionPacking.unpack(ByteBuffer.wrap(packed))).isEqualTo(position);
    return packed.length;
  }

  @Test
  void logSequenceNumberTakesEightBytes() {
    assertThat(size("0/0")).isEqualTo(1 + 8);
    assertThat(size("16/B374D848")).isEqualTo(1 + 8);
    assertThat(size("FFFFFFFF/FFFFFFFF")).isEqualTo(1 + 8);
  }

  @Test
  void transactionOfMySqlTakesItsServerAndItsNumber() {
    assertThat(size(SERVER + ":1234567890")).isEqualTo(1 + 17 + 1 + 5);
    assertThat(size(SERVER + ":1-1234567890:1234567892")).isLessThan(36);
  }

  @Test
  void setsOfTwoServersOfMySqlFitIntoAToken() {
    assertThat(size(SERVER + ":1-1234567890," + SERVER + ":1-1234567890")).isLessThan(59);
  }

  @Test
  void transactionOfMariaDbTakesThreeNumbers() {
    assertThat(size("0-1-1234567890")).isEqualTo(1 + 2 + 1 + 2 + 1 + 5);
    assertThat(size("0-1-10,1-2-1234567890")).isLessThan(22);
  }

  @Test
  void otherTextStaysAsItIs() {
    for (String odd :
        new String[] {
          "a/b",
          "0/1/2",
          "/1",
          "1/",
          "01/1",
          "+1/1",
          "0/-1",
          "123456789/1",
          "no position",
          "007",
          "18446744073709551615",
          "99999999999999999999999",
          "ü1",
          "1\u20ac",
          " ",
          "x",
          SERVER,
          SERVER.toUpperCase(java.util.Locale.ROOT),
          SERVER.substring(1)
        }) {
      size(odd);
    }
  }

  @Test
  void positionThatIsTooLongOrUnknownIsUnknown() {
    assertThat(PositionPacking.pack("0/1", 8)).containsExactly(0);
    assertThat(PositionPacking.pack(ConsistencyToken.UNKNOWN_POSITION, 50)).containsExactly(0);
    assertThat(size(ConsistencyToken.UNKNOWN_POSITION)).isEqualTo(1);
  }

  @Test
  void bytesThatAreNoPositionAreRejected() {
    for (byte[] wrong :
        new byte[][] {
          {},
          {9},
          {0, 0},
          {2, 1},
          {2, 0, 0, 0, 0, 0, 0, 0, 0, 0},
          {3, (byte) 0x84, 1},
          {3, (byte) 0x90, 1},
          {3, (byte) 0x99}
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PositionPacking.unpack(ByteBuffer.wrap(wrong)));
    }
  }
}
