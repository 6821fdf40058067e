package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.LogRecord;
import dev.persistence.cache.log.WriteLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the entries of one stripe from the log to its queue while this node has the lease, and
 * removes them from the log once they are written.
 *
 * <p>All talk with the log but appends is on the feeder's thread, and so entries are acknowledged
 * in the order in which they were written: never a newer one of a key before an older one, which a
 * crash would bring back to overwrite it.
 */
final class LogStripe<K, V> implements Acknowledgement<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(LogStripe.class);
  private static final int PAGE = 500;

  /** How soon a node that has no lease asks again at the latest. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final int index;
  private final WriteBehindCacheConfig config;
  private final Stripe<K, V> stripe;
  private final WriteLog log;
  private final Bytes<K, V> bytes;
  private final Counters counters;
  private final Pins<K, V> pins;
  private final GroupAppend<K, V> append;
  private final Runnable wake;
  private final Queue<LogPosition> done = new ConcurrentLinkedQueue<>();

  /** Until when the lease is sure; long past when there is none. Written by the feeder. */
  private volatile long leasedUntilNanos;

  /* Used by the feeder alone. */
  private boolean leased;
  private @Nullable LogPosition readUpTo;
  private final Set<LogPosition> outstanding = new HashSet<>();
  private long leaseDueNanos;
  private long pollDueNanos;

  LogStripe(int index, EngineParts<K, V> parts, LogSource<K, V> source) {
    this.index = index;
    this.config = parts.config();
    this.stripe = parts.stripes().get(index);
    this.counters = parts.counters();
    this.log = source.log();
    this.bytes = source.bytes();
    this.wake = source.wake();
    this.pins = new Pins<>(parts.room());
    this.append = new GroupAppend<>(log, index, pins);
    this.leaseDueNanos = System.nanoTime();
    this.pollDueNanos = leaseDueNanos;
    this.leasedUntilNanos = leaseDueNanos;
  }

  Pins<K, V> pins() {
    return pins;
  }

  GroupAppend<K, V> append() {
    return append;
  }

  Stripe<K, V> stripe() {
    return stripe;
  }

  /** A batch is begun only while enough of the lease is left for it. */
  @Override
  public boolean mayWrite() {
    return leasedUntilNanos - System.nanoTime() > config.leaseTime().toNanos() / 3;
  }

  @Override
  public void written(List<Pending<K, V>> batch) {
    List<LogPosition> all = new ArrayList<>(stripe.written(batch));
    batch.forEach(each -> all.addAll(each.entries()));
    acknowledge(all);
  }

  @Override
  public void dead(Pending<K, V> given) {
    pins.unpin(given.entries());
  }

  /** Removes the entries from the log soon. */
  void acknowledge(List<LogPosition> positions) {
    done.addAll(positions);
    wake.run();
  }

  /** Does whatever is due, and returns how the log failed. */
  @Nullable Throwable step() {
    loseIfOver();
    Throwable unsettled = Failure.of(this::settle);
    Throwable failure = Failure.of(this::advance);
    return failure == null ? unsettled : failure;
  }

  private void advance() {
    long now = System.nanoTime();
    if (leaseDueNanos - now <= 0) {
      renew(now);
    }
    loseIfOver();
    if (leased) {
      read();
    }
    if (pollDueNanos - now <= 0) {
      pollDueNanos = now + Math.max(config.maxAge().toNanos(), config.pollPeriod().toNanos());
      unpinWrittenElsewhere(pollDueNanos - now, now);
    }
  }

  private void settle() {
    List<LogPosition> positions = new ArrayList<>();
    for (LogPosition each : done) { // They are removed once it is sure that the log has.
      positions.add(each);
    }
    if (positions.isEmpty()) {
      return;
    }
    log.acknowledge(index, positions);
    positions.forEach(each -> done.remove());
    positions.forEach(outstanding::remove);
    pins.unpin(positions);
  }

  /** What was read under a lease that is over may be written already, and be older by now. */
  private void loseIfOver() {
    if (leased && leasedUntilNanos - System.nanoTime() <= 0) {
      lose();
    }
  }

  private void renew(long now) {
    boolean granted = log.lease(index, config.leaseTime());
    long third = config.leaseTime().toNanos() / 3;
    leaseDueNanos = now + (granted ? third : Math.min(third, LONGEST_WAIT.toNanos()));
    if (granted) {
      loseIfOver();
      leasedUntilNanos = now + config.leaseTime().toNanos();
      if (!leased) {
        LOG.debug("{}: has the lease of stripe {}", config.name(), index);
        leased = true;
      }
    } else if (leased) {
      lose();
    }
  }

  private void lose() {
    LOG.warn("{}: lost the lease of stripe {}", config.name(), index);
    leasedUntilNanos = System.nanoTime();
    leased = false;
    readUpTo = null;
    outstanding.clear();
    stripe.clear();
  }

  /**
   * Reads on while there is room, or nothing to do but dead letters, whose entries may be many and
   * must not hold the rest up.
   */
  private void read() {
    int limit = Math.max(config.capacity(), PAGE) + config.deadLetterCapacity();
    boolean wanted = outstanding.size() < limit || stripe.isIdle();
    while (wanted) {
      LogPosition after = readUpTo;
      List<LogRecord> page = after == null ? log.first(index, PAGE) : log.next(index, after, PAGE);
      for (LogRecord each : page) {
        feed(each);
        readUpTo = each.position();
      }
      wanted = page.size() == PAGE && outstanding.size() < limit;
    }
  }

  private void feed(LogRecord record) {
    Throwable unreadable =
        Failure.of(
            () -> {
              LogEntry entry = record.entry();
              if (entry == null) {
                throw new IllegalArgumentException("no entry");
              }
              if (stripe.offer(bytes.decode(entry), record.position()) == Offer.REPLACED) {
                counters.coalesced.increment();
              }
            });
    if (unreadable == null) {
      outstanding.add(record.position());
    } else {
      counters.unreadable.increment();
      LOG.warn(
          "{}: the entry {} of stripe {} cannot be read and stays in the log: {}",
          config.name(),
          record.position(),
          index,
          Failure.describe(unreadable));
    }
  }

  /** Asks the log about entries that another node may have written, or that came out of order. */
  private void unpinWrittenElsewhere(long age, long now) {
    List<LogPosition> old = pins.oldest(PAGE, leased ? now - age : now);
    if (!old.isEmpty()) {
      Set<LogPosition> gone = new HashSet<>(old);
      gone.removeAll(log.remaining(index, old));
      pins.unpin(gone);
    }
  }

  /** Gives the lease to whoever comes next. */
  void release() {
    settle();
    leasedUntilNanos = System.nanoTime();
    log.release(index);
  }
}
