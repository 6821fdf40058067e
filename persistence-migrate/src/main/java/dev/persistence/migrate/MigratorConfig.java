package dev.persistence.migrate;

import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;
import java.time.Duration;

/** The effective options of a {@link Migrator}. Immutable. */
public final class MigratorConfig {

  private final Throttle throttle;
  private final Duration busyPatience;
  private final Duration lockPatience;
  private final Duration targetBatchTime;
  private final int startBatchSize;
  private final Duration soak;
  private final Duration quiet;
  private final Duration flagsAge;
  private final Duration instanceLife;
  private final MigrationListener listener;
  private final TimeSource timeSource;

  MigratorConfig(MigratorBuilder builder) {
    this.throttle = builder.throttle;
    this.busyPatience = builder.busyPatience;
    this.lockPatience = builder.lockPatience;
    this.targetBatchTime = builder.targetBatchTime;
    this.startBatchSize = builder.startBatchSize;
    this.soak = builder.soak;
    this.quiet = builder.quiet;
    this.flagsAge = builder.flagsAge;
    this.instanceLife = builder.instanceLife;
    this.listener = builder.listener;
    this.timeSource = builder.timeSource;
  }

  public Throttle throttle() {
    return throttle;
  }

  public Duration busyPatience() {
    return busyPatience;
  }

  public Duration lockPatience() {
    return lockPatience;
  }

  public Duration targetBatchTime() {
    return targetBatchTime;
  }

  public int startBatchSize() {
    return startBatchSize;
  }

  public Duration soak() {
    return soak;
  }

  public Duration quiet() {
    return quiet;
  }

  public Duration flagsAge() {
    return flagsAge;
  }

  public Duration instanceLife() {
    return instanceLife;
  }

  public MigrationListener listener() {
    return listener;
  }

  public TimeSource timeSource() {
    return timeSource;
  }

  @Override
  public String toString() {
    return "busyPatience="
        + busyPatience
        + ", lockPatience="
        + lockPatience
        + ", startBatchSize="
        + startBatchSize
        + ", targetBatchTime="
        + targetBatchTime
        + ", soak="
        + soak
        + ", quiet="
        + quiet
        + ", flagsAge="
        + flagsAge
        + ", instanceLife="
        + instanceLife;
  }
}
