package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.TestDatabase;
import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithMariaDb;
import dev.persistence.testkit.mariadb.MariaDbCluster;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@WithMariaDb
class MariaDbKeyTypesTest extends KeyTypesSuite {

  @SuppressWarnings("NullAway.Init") // Injected.
  private MariaDbCluster servers;

  @Override
  TestDatabase database() {
    return TestDatabase.mySqlFamily(servers.primary().jdbcUrl());
  }

  @Override
  Map<String, Function<SeededRandom, Object>> furtherTypes() {
    return Map.of(
        "uuid",
        random -> KeyTypesSuite.uuid(random).toString(),
        "bigint unsigned",
        random -> new BigInteger(Long.toUnsignedString(random.nextLong())),
        "tinyint(1)",
        random -> random.between(-128, 127),
        "binary(16)",
        random -> ByteBuffer.allocate(16).putLong(random.nextLong()).array(),
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci",
        random -> random.text(30),
        "varchar(60) CHARACTER SET latin1",
        random -> "ä" + random.between(0, 1 << 20),
        "timestamp(6)",
        random -> KeyTypesSuite.moment(random).toLocalDateTime());
  }

  @Test
  void aDriverThatCutsFractionsOffLosesNoPosition() throws SQLException {
    TestDatabase cutting =
        TestDatabase.mySqlFamily(servers.primary().jdbcUrl() + "&sendFractionalSeconds=false");
    Walked walked = new Walked(cutting);
    walked.create("k datetime(6) PRIMARY KEY");
    cutting.execute(
        "INSERT INTO walked (k) SELECT '2026-01-01' + INTERVAL seq * 70001 MICROSECOND"
            + " FROM seq_1_to_100");
    assertThat(walked.walkAndCount(walked.walker())).hasSize(100);
    assertThat(walked.rowsVisited(1)).isEqualTo(100);
  }

  @Override
  List<String> refusedTypes() {
    return List.of("enum('b', 'a')", "set('x', 'y')", "year", "float", "bit(8)");
  }
}
