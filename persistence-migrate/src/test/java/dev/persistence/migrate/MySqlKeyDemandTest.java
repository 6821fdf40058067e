package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that creates no table without a primary key, temporary ones included. */
@WithMySql
class MySqlKeyDemandTest {

  private final LiveDatabase database;
  private final HikariDataSource demanding = new HikariDataSource();

  MySqlKeyDemandTest(MySqlCluster cluster) {
    database = new LiveDatabase(cluster.primary().dataSource());
    // The tests' own user may not demand it.
    demanding.setJdbcUrl(cluster.primary().jdbcUrl().replace("=test", "=steering"));
    demanding.setConnectionInitSql("SET SESSION sql_require_primary_key = ON");
    demanding.setMaximumPoolSize(2);
  }

  @AfterEach
  void close() throws SQLException {
    demanding.close();
    database.clear();
  }

  @Test
  void everyPhaseMakesTablesWithKeysAlone() throws SQLException {
    database.execute(
        "CREATE TABLE person (id int PRIMARY KEY, name varchar(40) NOT NULL, age text)",
        "INSERT INTO person (id, name, age) VALUES (1, 'Ada', '36')");
    Migration migration =
        Migration.define("1", "under a demand for keys")
            .table("person", t -> t.renameColumn("name", "full_name"))
            .table(
                "person",
                t ->
                    t.changeType("age", "years", "int")
                        .up("CAST(age AS SIGNED)")
                        .down("CAST(years AS CHAR)"))
            .table("person", t -> t.addColumn("city", "varchar(40)").defaultTo("'none'"))
            .table("person", t -> t.createIndex("by_city", "city"));

    LiveDatabase asDemanded = LiveDatabase.ofNewSessions(demanding);
    asDemanded.migrator().build().run(migration);

    assertThat(database.rows("SELECT full_name, years, city FROM person"))
        .containsExactly("Ada|36|none");
  }
}
