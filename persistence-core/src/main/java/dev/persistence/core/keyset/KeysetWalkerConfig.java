package dev.persistence.core.keyset;

import dev.persistence.core.TimeSource;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The effective options of a {@link KeysetWalker}. Immutable. */
public final class KeysetWalkerConfig {

  private final TableName table;
  private final List<Identifier> key;
  private final @Nullable SqlFragment condition;
  private final @Nullable KeysetCursor after;
  private final @Nullable KeysetCursor until;
  private final boolean untilCurrentEnd;
  private final boolean rangesOnly;
  private final int startBatchSize;
  private final int minBatchSize;
  private final int maxBatchSize;
  private final Duration targetBatchTime;
  private final Throttle throttle;
  private final TimeSource timeSource;

  KeysetWalkerConfig(KeysetWalkerBuilder builder) {
    this.table = builder.table;
    this.key = builder.key;
    this.condition = builder.condition;
    this.after = builder.after;
    this.until = builder.until;
    this.untilCurrentEnd = builder.untilCurrentEnd;
    this.rangesOnly = builder.rangesOnly;
    this.startBatchSize = builder.startBatchSize;
    this.minBatchSize = builder.minBatchSize;
    this.maxBatchSize = builder.maxBatchSize;
    this.targetBatchTime = builder.targetBatchTime;
    this.throttle = builder.throttle;
    this.timeSource = builder.timeSource;
  }

  public TableName table() {
    return table;
  }

  /** Returns the named columns of the key; empty for the primary key. */
  public List<Identifier> key() {
    return key;
  }

  public @Nullable SqlFragment condition() {
    return condition;
  }

  public @Nullable KeysetCursor after() {
    return after;
  }

  public @Nullable KeysetCursor until() {
    return until;
  }

  public boolean untilCurrentEnd() {
    return untilCurrentEnd;
  }

  public boolean rangesOnly() {
    return rangesOnly;
  }

  public int startBatchSize() {
    return startBatchSize;
  }

  public int minBatchSize() {
    return minBatchSize;
  }

  public int maxBatchSize() {
    return maxBatchSize;
  }

  public Duration targetBatchTime() {
    return targetBatchTime;
  }

  public Throttle throttle() {
    return throttle;
  }

  public TimeSource timeSource() {
    return timeSource;
  }

  @Override
  public String toString() {
    return "table="
        + table
        + ", key="
        + (key.isEmpty() ? "primary key" : key)
        + ", condition="
        + condition
        + ", after="
        + after
        + ", until="
        + (untilCurrentEnd ? "current end" : until)
        + ", rangesOnly="
        + rangesOnly
        + ", batchSize="
        + startBatchSize
        + " ("
        + minBatchSize
        + " to "
        + maxBatchSize
        + "), targetBatchTime="
        + targetBatchTime;
  }
}
