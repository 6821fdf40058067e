package dev.persistence.lifecycle.purge;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.PlanRefusedException;
import java.time.Duration;
import java.time.temporal.Temporal;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link Purge}.
 *
 * <p>Defaults: known by the table's name, no condition besides the age, batches of 1,000 rows at
 * first and then of 100 ms, no throttle. The age has no default. Not thread-safe.
 */
public final class PurgeBuilder {

  static final Duration LONGEST_AGE = Duration.ofDays(36_500);

  final DataSource dataSource;
  final Catalog catalog;
  final CatalogTable table;
  String id;
  @Nullable Identifier timeColumn;
  Duration age = Duration.ZERO;
  @Nullable Temporal cutoff;
  @Nullable SqlFragment condition;
  Duration targetBatchTime = Duration.ofMillis(100);
  int startBatchSize = 1_000;
  Throttle throttle = Throttle.none();
  TimeSource timeSource = TimeSource.system();

  PurgeBuilder(DataSource dataSource, Catalog catalog, TableName table) {
    this.dataSource = Arguments.notNull("dataSource", dataSource);
    this.catalog = Arguments.notNull("catalog", catalog);
    this.table = catalog.table(table);
    this.id = this.table.name().name().name();
  }

  /**
   * Names the purge, so that a later run goes on where one of this name ended: 1 to 100 characters.
   */
  public PurgeBuilder id(String id) {
    Arguments.inRange("length of id", Arguments.name("id", id).length(), 1, 100);
    this.id = id;
    return this;
  }

  /**
   * Selects the rows whose time lies at least this far back when the purge starts, by the
   * database's clock; of a column of days those of whole days that are over by then.
   *
   * @param timeColumn a row in which it is NULL stays
   * @param age zero to 100 years
   */
  public PurgeBuilder olderThan(String timeColumn, Duration age) {
    this.timeColumn = Identifier.of(timeColumn);
    this.age = Arguments.inRange("age", age, Duration.ZERO, LONGEST_AGE);
    this.cutoff = null;
    return this;
  }

  /**
   * Selects the rows whose time is this or earlier, whatever a clock says.
   *
   * @param timeColumn a row in which it is NULL stays
   * @param cutoff a {@link java.time.LocalDate}, {@link java.time.LocalDateTime} or {@link
   *     java.time.OffsetDateTime}, as the column's type has it
   */
  public PurgeBuilder until(String timeColumn, Temporal cutoff) {
    this.timeColumn = Identifier.of(timeColumn);
    this.cutoff = Arguments.notNull("cutoff", cutoff);
    return this;
  }

  /** Selects among them those that meet the condition, over the table's columns. */
  public PurgeBuilder where(SqlFragment condition) {
    this.condition = Arguments.notNull("condition", condition);
    return this;
  }

  /**
   * Sets the rows of the first batch and the time that later ones aim at.
   *
   * @param startRows 100 to 20,000
   * @param target 1 ms to 1 min
   */
  public PurgeBuilder batches(int startRows, Duration target) {
    this.startBatchSize = Arguments.inRange("startRows", startRows, 100, 20_000);
    this.targetBatchTime =
        Arguments.inRange("targetBatchTime", target, Duration.ofMillis(1), Duration.ofMinutes(1));
    return this;
  }

  /** Sets who is asked before each batch, such as one that knows the lag of replicas. */
  public PurgeBuilder throttle(Throttle throttle) {
    this.throttle = Arguments.notNull("throttle", throttle);
    return this;
  }

  /** Sets what batches are measured and pauses are waited on. */
  public PurgeBuilder timeSource(TimeSource timeSource) {
    this.timeSource = Arguments.notNull("timeSource", timeSource);
    return this;
  }

  /**
   * Returns the purge with these options; changes nothing.
   *
   * @throws PlanRefusedException if the table does not bear it
   */
  public Purge build() {
    return new Purge(this);
  }
}
