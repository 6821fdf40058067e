package dev.persistence.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitessHashTest {

  /** Vectors of Vitess: go/vt/vtgate/vindexes/hash_test.go. */
  @ParameterizedTest
  @CsvSource({
    "1, 166b40b44aba4bd6",
    "2, 06e7ea22ce92708f",
    "3, 4eb190c9a2fa169c",
    "4, d2fd8867d50d2dfe",
    "5, 70bb023c810ca87a",
    "6, f098480ac4c4be71"
  })
  void keyspaceIdIsThatOfVitess(long key, String keyspaceId) {
    assertThat(NullKeyDes.encipher(key)).isEqualTo(Long.parseUnsignedLong(keyspaceId, 16));
  }

  @Test
  void numbersAreEncipheredAsByTheJdk() throws GeneralSecurityException {
    Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
    des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[8], "DES"));
    SeededRandom random = SeededRandom.of(1);
    for (int i = 0; i < 5_000; i++) {
      long key = i == 0 ? Long.MIN_VALUE : random.nextLong() >> random.between(0, 63);
      byte[] block = ByteBuffer.allocate(8).putLong(key).array();
      assertThat(NullKeyDes.encipher(key)).isEqualTo(ByteBuffer.wrap(des.doFinal(block)).getLong());
    }
  }

  /** The shards -40, 40-80, 80-c0 and c0- are the buckets of two bits. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 1", "4, 3", "5, 1", "6, 3"})
  void bucketIsTheShardOfAnEvenlySplitKeyspace(long key, int shard) {
    assertThat(HashScheme.vitessHash().bucketOf(key, 2)).isEqualTo(shard);
  }

  /** Vectors of Vitess: go/vt/vtgate/vindexes/xxhash_test.go. */
  @ParameterizedTest
  @CsvSource({
    "test1, d01ab7e4d6978f0b",
    "test2, 87eb11714c0a0e89",
    "testaverylongvaluetomakesurethisworks, 81d8c38e0d850e6a",
    "1, d46405367612b4b7",
    "-1, d8e2a6a7c8c7623d",
    "9223372036854775807, b37eb01f7bffafd8",
    "-9223372036854775808, 102c27ddb26a609e"
  })
  void xxhashKeyspaceIdIsThatOfVitess(String key, String keyspaceId) {
    assertThat(VitessXxhash.keyspaceId(key)).isEqualTo(Long.parseUnsignedLong(keyspaceId, 16));
  }

  @Test
  void numberIsHashedAsItsDigits() {
    HashScheme scheme = HashScheme.vitessXxhash();
    for (long key : new long[] {Long.MIN_VALUE, -1, 0, 42, Long.MAX_VALUE}) {
      assertThat(scheme.bucketOf(key, 16)).isEqualTo(scheme.bucketOf(Long.toString(key), 16));
    }
    assertThat(scheme.bucketOf(1L, 16)).isEqualTo(0xd464);
  }
}
