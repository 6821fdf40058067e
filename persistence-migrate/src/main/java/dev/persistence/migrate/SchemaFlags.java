package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.migrate.internal.engine.Names;
import dev.persistence.migrate.internal.run.Reports;
import dev.persistence.migrate.internal.run.Shares;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application reads of each migration: the old side until {@link Migrator#switchTo}, then
 * the new one, and the old one again after {@link Migrator#revert}.
 *
 * <pre>{@code
 * String name = flags.side("20261121_01") == READ_NEW ? user.fullName() : user.names();
 * }</pre>
 *
 * <p>What was read is at most as old as was asked for, 1 s by default; then one caller reads it
 * anew, and others get the value of before. Instances so differ for a moment, which does no harm,
 * since both sides follow each other. A database that does not answer changes nothing, and is asked
 * again after the same time. Thread-safe; starts no thread.
 */
public final class SchemaFlags {

  private static final Logger LOG = LoggerFactory.getLogger(SchemaFlags.class);

  static final Duration DEFAULT_AGE = Duration.ofSeconds(1);

  /** Of the digest; as many as a long has room for, and more than enough for percentages. */
  private static final int DIGITS = 15;

  private final DataSource dataSource;
  private final Duration maxAge;
  private final TimeSource time;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Known known;

  private SchemaFlags(DataSource dataSource, Duration maxAge, TimeSource time) {
    this.dataSource = dataSource;
    this.maxAge = maxAge;
    this.time = time;
  }

  /** What was read, when it was asked for last, and whether there was no answer then. */
  private record Known(Reports.Flags flags, long atNanos, boolean stale) {}

  /**
   * Returns the flags in the migrator's tables.
   *
   * @param dataSource leads to the schema that has them; a replica will do
   */
  public static SchemaFlags of(DataSource dataSource) {
    return new SchemaFlags(
        Arguments.notNull("dataSource", dataSource), DEFAULT_AGE, TimeSource.system());
  }

  /**
   * Returns flags that are read anew after another time; zero to one hour. Where it is longer than
   * the default, tell the migrator: {@link MigratorBuilder#flagsAge}.
   */
  public SchemaFlags maxAge(Duration maxAge) {
    Duration checked = Arguments.inRange("maxAge", maxAge, Duration.ZERO, Duration.ofHours(1));
    return new SchemaFlags(dataSource, checked, time);
  }

  /** Returns flags that measure their age on this. */
  public SchemaFlags timeSource(TimeSource timeSource) {
    return new SchemaFlags(dataSource, maxAge, Arguments.notNull("timeSource", timeSource));
  }

  /**
   * Returns the side to read of a migration; the old one of a migration that was never begun.
   *
   * @throws SQLException if nothing was ever read, and the database does not answer
   */
  public ReadSide side(String version) throws SQLException {
    return isSwitched(flags().states().get(Arguments.name("version", version)))
        ? ReadSide.READ_NEW
        : ReadSide.READ_OLD;
  }

  /**
   * Returns the side to read for one user: before the switch also the new one, if the key is in the
   * share that {@link Migrator#rollOut(Migration, int)} has set. Each migration takes other users
   * first; for a key the answer is the same on every instance, and stays the new side while the
   * share grows.
   *
   * @param key what tells users apart, by its text
   * @throws SQLException if nothing was ever read, and the database does not answer
   */
  public ReadSide side(String version, Object key) throws SQLException {
    return side(version, Shares.ALL, key);
  }

  /** As {@link #side(String, Object)}, for a user in a part that may have a share of its own. */
  public ReadSide side(String version, String part, Object key) throws SQLException {
    Arguments.notNull("part", part);
    Arguments.notNull("key", key);
    Reports.Flags flags = flags();
    MigrationState state = flags.states().get(Arguments.name("version", version));
    if (isSwitched(state)) {
      return ReadSide.READ_NEW;
    }
    Map<String, Integer> shares = flags.shares().getOrDefault(version, Map.of());
    int share = Math.max(shares.getOrDefault(part, 0), shares.getOrDefault(Shares.ALL, 0));
    return state == MigrationState.VERIFIED && place(version, key) < share
        ? ReadSide.READ_NEW
        : ReadSide.READ_OLD;
  }

  private static boolean isSwitched(@Nullable MigrationState state) {
    return state == MigrationState.SWITCHED
        || state == MigrationState.CONTRACTING
        || state == MigrationState.COMPLETED;
  }

  /** Returns 0 to 99, which a key keeps. */
  private static long place(String version, Object key) {
    String digest = Names.digest(version + '\n' + key);
    return Long.parseLong(digest.substring(0, DIGITS), 16) % 100;
  }

  private Reports.Flags flags() throws SQLException {
    Known found = known;
    if (found == null) {
      return read();
    }
    if (time.nanos() - found.atNanos() < maxAge.toNanos() || !reading.compareAndSet(false, true)) {
      return found.flags();
    }
    try {
      return read();
    } catch (SQLException failure) {
      if (found.stale()) {
        LOG.debug("The flags of migrations stay as they were", failure);
      } else {
        LOG.warn("The flags of migrations stay as they were until they can be read", failure);
      }
      known = new Known(found.flags(), time.nanos(), true);
      return found.flags();
    } finally {
      reading.set(false);
    }
  }

  private Reports.Flags read() throws SQLException {
    long now = time.nanos();
    Reports.Flags flags = Reports.flags(dataSource);
    known = new Known(flags, now, false);
    return flags;
  }
}
