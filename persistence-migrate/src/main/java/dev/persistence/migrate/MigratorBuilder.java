package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Options of a {@link Migrator}.
 *
 * <p>Defaults: no throttle, 5 s for another runner, 1 min for a table or row that is in use,
 * batches of 1,000 rows at first and then of 50 ms, a day between switch and contract with the last
 * hour free of writes by old clients, flags of 1 s, an instance counts for 1 min after it was seen.
 * Not thread-safe.
 */
public final class MigratorBuilder {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final DataSource dataSource;
  Throttle throttle = Throttle.none();
  Duration busyPatience = Duration.ofSeconds(5);
  Duration lockPatience = Duration.ofMinutes(1);
  Duration targetBatchTime = Duration.ofMillis(50);
  int startBatchSize = 1_000;
  Duration soak = DAY;
  Duration quiet = Duration.ofHours(1);
  Duration flagsAge = SchemaFlags.DEFAULT_AGE;
  Duration instanceLife = Duration.ofMinutes(1);
  MigrationListener listener = new MigrationListener() {};
  TimeSource timeSource = TimeSource.system();

  MigratorBuilder(DataSource dataSource) {
    this.dataSource = Arguments.notNull("dataSource", dataSource);
  }

  /** Sets who is asked before each batch. One that cannot tell pauses; one that throws stops. */
  public MigratorBuilder throttle(Throttle throttle) {
    this.throttle = Arguments.notNull("throttle", throttle);
    return this;
  }

  /** Sets how long to wait while another runner is at work; zero to one day. */
  public MigratorBuilder busyPatience(Duration patience) {
    this.busyPatience = Arguments.inRange("busyPatience", patience, Duration.ZERO, DAY);
    return this;
  }

  /**
   * Sets how long to try again for the lock of a table or a row that is in use; zero to one day.
   * Each try is short, and between any two others get the lock.
   */
  public MigratorBuilder lockPatience(Duration patience) {
    this.lockPatience = Arguments.inRange("lockPatience", patience, Duration.ZERO, DAY);
    return this;
  }

  /**
   * Sets the rows of the first batch and the time that later ones aim at.
   *
   * @param startRows 100 to 20,000
   * @param target 1 ms to 1 min
   */
  public MigratorBuilder batches(int startRows, Duration target) {
    this.startBatchSize = Arguments.inRange("startRows", startRows, 100, 20_000);
    this.targetBatchTime =
        Arguments.inRange("targetBatchTime", target, Duration.ofMillis(1), Duration.ofMinutes(1));
    return this;
  }

  /**
   * Sets what must pass between switch and contract, in which an abort loses nothing.
   *
   * @param soak since the switch; zero to one year
   * @param quiet without a write by an old client; zero to one year
   */
  public MigratorBuilder gate(Duration soak, Duration quiet) {
    this.soak = Arguments.inRange("soak", soak, Duration.ZERO, LONGEST);
    this.quiet = Arguments.inRange("quiet", quiet, Duration.ZERO, LONGEST);
    return this;
  }

  /**
   * Sets how old the flags may be that the application goes by: at least the longest {@link
   * SchemaFlags#maxAge} of all its instances, 1 s by default, and the delay of the replica that
   * they are read from. Contract and abort drop nothing until that time and a second more have
   * passed since the flags changed; the second is for reads on their way.
   *
   * @param age zero to one hour; zero if no instance asks for flags, and then nothing is waited for
   */
  public MigratorBuilder flagsAge(Duration age) {
    this.flagsAge = Arguments.inRange("flagsAge", age, Duration.ZERO, Duration.ofHours(1));
    return this;
  }

  /** Sets how long an instance of the application counts after it was seen; 1 s to one day. */
  public MigratorBuilder instanceLife(Duration life) {
    this.instanceLife = Arguments.inRange("instanceLife", life, Duration.ofSeconds(1), DAY);
    return this;
  }

  /** Sets who is told of each step and batch. */
  public MigratorBuilder listener(MigrationListener listener) {
    this.listener = Arguments.notNull("listener", listener);
    return this;
  }

  /** Sets what durations are measured and pauses are waited on. */
  public MigratorBuilder timeSource(TimeSource timeSource) {
    this.timeSource = Arguments.notNull("timeSource", timeSource);
    return this;
  }

  /** Returns the migrator with these options; connects to nothing. */
  public Migrator build() {
    return new Migrator(dataSource, new MigratorConfig(this));
  }
}
