package dev.persistence.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every hash of PostgreSQL's, compared with a live server. */
@WithPostgres
class PostgresHashTest {

  private static final int KEYS = 3_000;
  private static final int BITS = 4;
  private static final long[] SEEDS = {0, 1, -1, 1L << 32, Long.MIN_VALUE, 0x7A5B22367996DCFDL};

  private final PostgresCluster cluster;

  PostgresHashTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void numbersHashAsInPostgres() throws SQLException {
    assertServerSays("hashint8extended", "bigint", numbers(), PostgresHash::hash);
  }

  @Test
  void textHashesAsInPostgres() throws SQLException {
    assertServerSays("hashtextextended", "text", texts(), PostgresHash::hash);
  }

  @Test
  void uuidsHashAsInPostgres() throws SQLException {
    assertServerSays("uuid_hash_extended", "uuid", uuids(), PostgresHash::hash);
  }

  @Test
  void numbersHashAsWithoutASeedForCitus() throws SQLException {
    assertRows("select hashint8($1::bigint)", numbers(), key -> (long) CitusHash.hash(key));
  }

  @Test
  void numbersAreInThePartitionThatPostgresPutsThemInto() throws SQLException {
    HashScheme scheme = HashScheme.postgresPartition();
    assertPartitions("bigint", numbers(), key -> scheme.bucketOf((long) key, BITS));
  }

  @Test
  void textIsInThePartitionThatPostgresPutsItInto() throws SQLException {
    HashScheme scheme = HashScheme.postgresPartition();
    assertPartitions("text", texts(), key -> scheme.bucketOf(key, BITS));
  }

  @Test
  void uuidsAreInThePartitionThatPostgresPutsThemInto() throws SQLException {
    HashScheme scheme = HashScheme.postgresPartition();
    assertPartitions("uuid", uuids(), key -> scheme.bucketOf(key, BITS));
  }

  @Test
  void bucketIsWhatAMaskInSqlTells() throws SQLException {
    HashScheme scheme = HashScheme.postgres(7);
    assertRows(
        "select hashint8extended($1::bigint, 7) & 4095",
        numbers(),
        key -> (long) scheme.bucketOf((long) key, 12));
  }

  /** As recorded elsewhere, so that it needs no server. */
  @Test
  void hashesAreThosePublished() {
    assertThat(PostgresHash.hash(42L, 0x7A5B22367996DCFDL)).isEqualTo(7363975540656877951L);
    assertThat(CitusHash.hash(123)).isEqualTo(-205084363);
  }

  private interface Seeded<K> {
    long hash(K key, long seed);
  }

  private <K> void assertServerSays(String function, String type, List<K> keys, Seeded<K> ours)
      throws SQLException {
    for (long seed : SEEDS) {
      String sql = "select " + function + "($1::" + type + ", " + literal(seed) + ")";
      assertRows(sql, keys, key -> ours.hash(key, seed));
    }
  }

  private static String literal(long number) {
    return "'" + number + "'::bigint";
  }

  private <K> void assertRows(String sql, List<K> keys, Function<K, Long> ours)
      throws SQLException {
    String each = sql.replace("$1", "key.value").replace("select ", "select key.at, ");
    String type =
        keys.get(0) instanceof Long ? "bigint" : keys.get(0) instanceof UUID ? "uuid" : "text";
    try (Connection connection = cluster.primary().dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                each + " from unnest(?::" + type + "[]) with ordinality key(value, at)")) {
      statement.setArray(1, connection.createArrayOf(type, keys.toArray()));
      int rows = 0;
      try (ResultSet row = statement.executeQuery()) {
        for (; row.next(); rows++) {
          K key = keys.get(row.getInt(1) - 1);
          assertThat(ours.apply(key)).as("%s for %s", sql, key).isEqualTo(row.getLong(2));
        }
      }
      assertThat(rows).isEqualTo(keys.size());
    }
  }

  private <K> void assertPartitions(String type, List<K> keys, Function<K, Integer> ours)
      throws SQLException {
    String table = "hashed_" + type;
    try (Connection connection = cluster.primary().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table " + table + " (key " + type + ") partition by hash (key)");
      for (int i = 0; i < 1 << BITS; i++) {
        statement.execute(
            "create table %s_%d partition of %s for values with (modulus %d, remainder %d)"
                .formatted(table, i, table, 1 << BITS, i));
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into " + table + " select unnest(?::" + type + "[])")) {
        insert.setArray(1, connection.createArrayOf(type, keys.toArray()));
        insert.executeUpdate();
      }
      assertThat(partitionSizes(statement, table))
          .containsExactlyElementsOf(
              IntStream.range(0, 1 << BITS)
                  .mapToObj(i -> keys.stream().filter(key -> ours.apply(key) == i).count())
                  .toList());
    }
  }

  private static List<Long> partitionSizes(Statement statement, String table) throws SQLException {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < 1 << BITS; i++) {
      try (ResultSet row = statement.executeQuery("select count(*) from " + table + "_" + i)) {
        row.next();
        sizes.add(row.getLong(1));
      }
    }
    return sizes;
  }

  private static List<Long> numbers() {
    SeededRandom random = SeededRandom.of(1);
    Stream<Long> edges =
        Stream.of(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 0L, 1L, -4294967296L, 4294967296L);
    return Stream.concat(
            edges,
            IntStream.range(0, KEYS).mapToObj(i -> random.nextLong() >> random.between(0, 63)))
        .toList();
  }

  private static List<String> texts() {
    SeededRandom random = SeededRandom.of(2);
    List<String> texts = new ArrayList<>(List.of("", "a", "é", "中文", "😀", "\uD83D\uDE00x"));
    for (int i = 0; i < KEYS; i++) {
      texts.add(random.text(40));
    }
    return texts;
  }

  private static List<UUID> uuids() {
    SeededRandom random = SeededRandom.of(3);
    return IntStream.range(0, KEYS)
        .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()))
        .toList();
  }
}
