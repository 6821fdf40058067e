package dev.persistence.routing.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the id of a commit stands for a position, and for which. */
class CommitPositionTest {

  private static final UUID PRIMARY = UUID.fromString("3e11fa47-71ca-11e1-9e33-c80aa9429562");
  private static final UUID OTHER = UUID.fromString("aaaaaaaa-71ca-11e1-9e33-c80aa9429562");

  private final MySqlReplication mysql = new MySqlReplication();
  private final MariaDbReplication mariaDb = new MariaDbReplication();

  @Test
  void epochsAreIdentitiesAndHaveNoOrder() {
    assertThat(mysql.hasOrderedEpochs()).isFalse();
    assertThat(mariaDb.hasOrderedEpochs()).isFalse();
  }

  @Test
  void gtidOfMySqlStandsForAllOfThatPrimaryBeforeIt() {
    mysql.sampledPrimary(PRIMARY, GtidSet.parse(PRIMARY + ":1-9," + OTHER + ":1-4"));

    assertThat(mysql.position(List.of(PRIMARY + ":12")))
        .isEqualTo(GtidSet.parse(PRIMARY + ":1-12"));
    assertThat(mysql.position(List.of(PRIMARY + ":12-13")))
        .isEqualTo(GtidSet.parse(PRIMARY + ":1-13"));
  }

  @Test
  void gtidOfMySqlSaysNothingIfItsServerWasNoPrimaryOrTagsAreInUse() {
    mysql.sampledPrimary(PRIMARY, GtidSet.parse(PRIMARY + ":1-9"));
    assertThat(mysql.position(List.of(OTHER + ":12"))).isNull();
    assertThat(mysql.position(List.of(PRIMARY + ":12," + OTHER + ":12"))).isNull();
    assertThat(mysql.position(List.of(PRIMARY + ":billing:3"))).isNull();
    assertThat(mysql.position(List.of())).isNull();

    mysql.sampledPrimary(PRIMARY, GtidSet.parse(PRIMARY + ":1-9:billing:1-2"));
    assertThat(mysql.position(List.of(PRIMARY + ":12"))).isNull();
  }

  @Test
  void lastGtidOfMariaDbIsThePosition() {
    mariaDb.sampledPrimary(2, MariaDbPosition.of(2, "0-1-7"));

    assertThat(mariaDb.position(List.of("last_gtid", "0-2-8")))
        .isEqualTo(MariaDbPosition.of(2, "0-2-8"));
  }

  @Test
  void lastGtidOfMariaDbSaysNothingIfItsServerWasNoPrimaryOrDomainsAreInUse() {
    assertThat(mariaDb.position(List.of("last_gtid", "0-2-8"))).isNull();
    mariaDb.sampledPrimary(2, MariaDbPosition.of(2, "0-1-7"));
    assertThat(mariaDb.position(List.of("last_gtid", "1-2-8"))).isNull();
    assertThat(mariaDb.position(List.of("last_gtid", "0-3-8"))).isNull();
    assertThat(mariaDb.position(List.of("last_gtid", ""))).isNull();
    assertThat(mariaDb.position(List.of("autocommit", "0-2-8"))).isNull();
    assertThat(mariaDb.position(List.of("last_gtid"))).isNull();

    mariaDb.sampledPrimary(2, MariaDbPosition.of(2, "0-1-7,1-2-3"));
    assertThat(mariaDb.position(List.of("last_gtid", "0-2-8"))).isNull();
  }
}
