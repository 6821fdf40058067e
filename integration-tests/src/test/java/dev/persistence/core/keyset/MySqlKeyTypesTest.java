package dev.persistence.core.keyset;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

@WithMySql
class MySqlKeyTypesTest extends KeyTypesSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MySqlCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }

  @Override
  Map<String, Function<SeededRandom, Object>> furtherTypes() {
    return Map.of(
        "char(36)",
        random -> KeyTypesSuite.uuid(random).toString(),
        "bigint unsigned",
        random -> new BigInteger(Long.toUnsignedString(random.nextLong())),
        "tinyint(1)",
        random -> random.between(-128, 127),
        "binary(16)",
        random -> ByteBuffer.allocate(16).putLong(random.nextLong()).array(),
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci",
        random -> random.text(30),
        "varchar(60) CHARACTER SET latin1",
        random -> "ä" + random.between(0, 1 << 20),
        "timestamp(6)",
        random -> KeyTypesSuite.moment(random).toLocalDateTime());
  }

  @Override
  List<String> refusedTypes() {
    return List.of("enum('b', 'a')", "set('x', 'y')", "year", "float", "bit(8)");
  }
}
