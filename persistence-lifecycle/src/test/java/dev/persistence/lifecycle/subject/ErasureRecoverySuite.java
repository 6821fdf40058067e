package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.lifecycle.KillableProcess;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.subject.ErasureCertificate.Status;
import dev.persistence.testkit.DatabaseCluster;
import dev.persistence.testkit.SeededRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An erasure whose process is killed is in the ledger, and is gone on with; and a copy of the
 * database from before it, restored by the database itself, is erased again.
 */
abstract class ErasureRecoverySuite {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int KILLS = SCALE == 1 ? 2 : 2 * SCALE;
  private static final int LINES_A_KILL = 600;
  private static final int LINES = (KILLS + 1) * LINES_A_KILL;

  /** What is done with the rows of one customer. */
  private static final long ROWS = 23;

  private static final Duration BOUND = Duration.ofMinutes(2);

  private final DatabaseCluster<?> cluster;
  private final TwoDatabases both;

  ErasureRecoverySuite(DatabaseCluster<?> cluster) {
    this.cluster = cluster;
    this.both = new TwoDatabases(cluster);
  }

  @BeforeEach
  void create() throws SQLException {
    both.create();
    both.add(7, "seven");
    both.add(42, "canary");
  }

  private void addLines() throws SQLException {
    StringBuilder rows = new StringBuilder("INSERT INTO order_lines VALUES ");
    for (int line = 1; line <= LINES; line++) {
      rows.append(line == 1 ? "" : ", ").append("(420, ").append(line + 10).append(", 'canary')");
    }
    both.shop.execute(rows.toString());
  }

  @AfterEach
  void clear() throws SQLException {
    both.close();
  }

  private long lines() throws SQLException {
    return both.shop.number("SELECT COUNT(*) FROM order_lines");
  }

  @Test
  void whatWasDoneStaysDoneAndTheRestIsDoneOnce(@TempDir Path folder) throws Exception {
    addLines();
    Path ledger = folder.resolve("ledger");
    UUID request = UUID.randomUUID();
    SeededRandom random = SeededRandom.of(22);
    for (int kill = 1; kill <= KILLS; kill++) {
      long fewer = lines() - random.between(1, LINES_A_KILL / 2);
      Process process = start(ledger, request);
      try {
        await()
            .atMost(BOUND)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> lines() <= fewer || !process.isAlive());
        assertThat(process.isAlive()).as("running when it is killed").isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readAllLines(ledger)).as("the ledger knows").hasSizeGreaterThan(kill);
    }
    assertThat(both.find("canary")).as("left").isNotEmpty();
    SubjectRequests requests = TwoDatabases.requests(both.shop, both.crm, 500).build();
    ErasureCertificate certificate = requests.erase(requests.plan(request, "42"));
    assertThat(certificate.status()).isEqualTo(Status.COMPLETE);
    assertThat(certificate.rows())
        .as("none is lost, none is counted twice")
        .isEqualTo(ROWS + LINES);
    assertThat(both.find("canary")).isEmpty();
    assertThat(both.find("seven")).as("of the other").hasSize(16);
    assertThat(lines()).as("of the other").isEqualTo(3);
  }

  @Test
  void copyFromBeforeIsErasedAgain(@TempDir Path folder) throws Exception {
    List<String> before = both.counts();
    try (AutoCloseable olderShop = place(both.shop, "older_shop");
        AutoCloseable olderCrm = place(both.crm, "older_crm")) {
      copy(both.shop, TwoDatabases.SHOP, "older_shop");
      copy(both.crm, TwoDatabases.CRM, "older_crm");
      SubjectRequests requests =
          TwoDatabases.requests(both.shop, both.crm, 500)
              .ledger(ErasureLedger.in(folder.resolve("ledger")))
              .build();
      requests.erase(requests.plan("42"));
      assertThat(both.find("canary")).isEmpty();
      both.empty();
      restore(both.shop, TwoDatabases.SHOP, "older_shop");
      restore(both.crm, TwoDatabases.CRM, "older_crm");
      assertThat(both.counts()).isEqualTo(before);
      assertThat(both.find("canary")).hasSize(16);
      ReplayReport report = requests.replay();
      assertThat(report.completed()).isTrue();
      assertThat(report.certificates()).extracting(ErasureCertificate::rows).containsExactly(ROWS);
      assertThat(both.find("canary")).isEmpty();
      assertThat(both.find("seven")).hasSize(16);
    }
  }

  /** A schema beside; of MySQL and MariaDB another database, which they name in the same way. */
  private AutoCloseable place(LiveDatabase database, String name) throws SQLException {
    if (!database.isPostgreSql()) {
      return cluster.database(name);
    }
    database.execute("CREATE SCHEMA " + name);
    return () -> database.execute("DROP SCHEMA " + name + " CASCADE");
  }

  private static void copy(LiveDatabase database, List<String> tables, String schema)
      throws SQLException {
    List<String> sql = new ArrayList<>();
    tables.forEach(
        name -> sql.add("CREATE TABLE %s.%s AS SELECT * FROM %2$s".formatted(schema, name)));
    database.execute(sql);
  }

  /** As a restore does, without asking foreign keys, which hold again in the end. */
  private static void restore(LiveDatabase database, List<String> tables, String schema)
      throws SQLException {
    List<String> sql = new ArrayList<>();
    sql.add(database.sql("SET session_replication_role = replica", "SET FOREIGN_KEY_CHECKS = 0"));
    tables.forEach(name -> sql.add("INSERT INTO %s SELECT * FROM %s.%1$s".formatted(name, schema)));
    sql.add(database.sql("SET session_replication_role = origin", "SET FOREIGN_KEY_CHECKS = 1"));
    database.execute(sql);
  }

  private Process start(Path ledger, UUID request) throws Exception {
    return KillableProcess.start(
        ErasureProcess.class,
        cluster.primary().jdbcUrl(),
        both.crmUrl(),
        ledger.toString(),
        request.toString());
  }
}
