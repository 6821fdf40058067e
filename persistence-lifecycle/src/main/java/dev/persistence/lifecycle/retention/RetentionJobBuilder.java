package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Options of a {@link RetentionJob}.
 *
 * <p>Defaults: the database's clock, no criteria, no anonymizers, archives that are tables, batches
 * of 1,000 rows at first and then of 100 ms, no throttle. Not thread-safe.
 */
public final class RetentionJobBuilder {

  final DataSource dataSource;
  final Catalog catalog;
  final Map<String, SqlFragment> criteria = new LinkedHashMap<>();
  final Map<TableName, Anonymizer> anonymizers = new LinkedHashMap<>();
  final Map<TableName, FileArchive> files = new LinkedHashMap<>();
  @Nullable Clock clock;
  int startBatchSize = 1_000;
  Duration targetBatchTime = Duration.ofMillis(100);
  Throttle throttle = Throttle.none();

  RetentionJobBuilder(DataSource dataSource, Catalog catalog) {
    this.dataSource = Arguments.notNull("dataSource", dataSource);
    this.catalog = Arguments.notNull("catalog", catalog);
  }

  /** Gives a condition the name by which policies refer to it. */
  public RetentionJobBuilder criteria(String name, SqlFragment condition) {
    criteria.put(Arguments.name("name", name), Arguments.notNull("condition", condition));
    return this;
  }

  /** Says how rows of the anonymizer's table are anonymized. */
  public RetentionJobBuilder anonymizer(Anonymizer anonymizer) {
    anonymizers.put(Arguments.notNull("anonymizer", anonymizer).table(), anonymizer);
    return this;
  }

  /**
   * Archives the rows of a table into files, in the place of an archive table. Rows that are beyond
   * their retention period already are removed and not archived; when the period of those in files
   * ends is up to the place where they lie.
   */
  public RetentionJobBuilder archiveInto(TableName table, FileArchive archive) {
    files.put(catalog.table(table).name(), Arguments.notNull("archive", archive));
    return this;
  }

  /**
   * Sets the time by which age is told, in the place of the database's clock; its zone is that of
   * columns without one.
   */
  public RetentionJobBuilder clock(Clock clock) {
    this.clock = Arguments.notNull("clock", clock);
    return this;
  }

  /**
   * Sets the rows of the first batch that is archived or removed, and the time that later ones aim
   * at.
   *
   * @param startRows 100 to 20,000
   * @param target 1 ms to 1 min
   */
  public RetentionJobBuilder batches(int startRows, Duration target) {
    this.startBatchSize = Arguments.inRange("startRows", startRows, 100, 20_000);
    this.targetBatchTime =
        Arguments.inRange("targetBatchTime", target, Duration.ofMillis(1), Duration.ofMinutes(1));
    return this;
  }

  /** Sets who is asked before each batch, such as one that knows the lag of replicas. */
  public RetentionJobBuilder throttle(Throttle throttle) {
    this.throttle = Arguments.notNull("throttle", throttle);
    return this;
  }

  /** Returns the job with these options; changes nothing. */
  public RetentionJob build() {
    return new RetentionJob(this);
  }
}
