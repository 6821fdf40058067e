package dev.persistence.cache.internal;

import dev.persistence.cache.store.StoreSpace;
import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.cache.store.Tombstone;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes committed changes known to the near tier and the store. Those that the store does not take
 * are told again until it does, and meanwhile what it has for these ids is not used here. Changes
 * of late are told once more whenever the store was away, since another server in its place may
 * lack them. If there are more than can be remembered, all values of the space are given up
 * instead.
 *
 * <p>Nothing here reaches the committer as a failure: the commit has happened. Thread-safe.
 */
final class Changes {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final int BATCH = 100;

  private final @Nullable StoreSpace space;
  private final NearTier<?, ?> near;
  private final Reports reports;
  private final Duration keep;
  private final Executor threads;
  private final ChangeLog recent;
  private final ChangeLog owed;
  private final AtomicBoolean settling = new AtomicBoolean();

  Changes(@Nullable StoreSpace space, NearTier<?, ?> near, Reports reports, Setting setting) {
    this.space = space;
    this.near = near;
    this.reports = reports;
    this.keep = setting.keep();
    this.threads = setting.threads();
    this.recent = new ChangeLog(reports.clock(), keep);
    this.owed = new ChangeLog(reports.clock(), Duration.ofDays(365));
  }

  /**
   * How changes are told.
   *
   * @param keep for how long a load must see them
   * @param threads where they are told again
   */
  record Setting(Duration keep, Executor threads) {}

  /** Tells that the ids were changed by what the current session has committed. */
  void committed(Collection<String> ids) {
    tell(ids, new ChangeLog.Change(Positions.ofCurrentSession(), reports.clock().now(), false));
  }

  /** Tells that the ids may have been changed, or may be within the time changes are kept. */
  void maybeCommitted(Collection<String> ids) {
    tell(ids, new ChangeLog.Change(Tombstone.UNKNOWN, reports.clock().now(), true));
  }

  /** Ends a fence that was set before the change. */
  void committedBehindFence(Collection<String> ids, String fence) {
    ChangeLog.Change change =
        new ChangeLog.Change(Positions.ofCurrentSession(), reports.clock().now(), false);
    tell(ids, change, () -> space().unfence(ids, fence, new Tombstone(change.position, keep)));
  }

  private void tell(Collection<String> ids, ChangeLog.Change change) {
    tell(
        ids,
        change,
        () -> {
          if (space != null) {
            send(space, ids, change);
          }
        });
  }

  private void tell(Collection<String> ids, ChangeLog.Change change, Runnable sending) {
    reports.counters().invalidations.add(ids.size());
    recent.add(ids, change);
    try {
      sending.run();
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
      owed.add(ids, change);
    }
    ids.forEach(near::invalidate); // Last, so that nobody fills again from the old store.
  }

  private void send(StoreSpace to, Collection<String> ids, ChangeLog.Change change) {
    if (change.open) {
      to.fence(ids, UUID.randomUUID().toString(), keep);
    } else {
      to.invalidate(ids, new Tombstone(change.position, keep));
    }
  }

  /** Remembers a change that is told by other means. */
  Tombstone note(Collection<String> ids) {
    reports.counters().invalidations.add(ids.size());
    ChangeLog.Change change =
        new ChangeLog.Change(Positions.ofCurrentSession(), reports.clock().now(), false);
    recent.add(ids, change);
    return new Tombstone(change.position, keep);
  }

  /** Tells the store of what it should have been told by other means. */
  void owe(Collection<String> ids) {
    owed.add(ids, new ChangeLog.Change(Tombstone.UNKNOWN, reports.clock().now(), false));
  }

  /** Remembers a change of many ids. */
  void committedMany() {
    recent.addToAll(
        new ChangeLog.Change(Positions.ofCurrentSession(), reports.clock().now(), false));
  }

  /** Gives up all values of the store as soon as it takes that, and uses none until then. */
  void oweAll() {
    owed.forgetAll();
  }

  /** Tells whether what is stored for the id cannot be used, nor anything be stored. */
  boolean isOpen(String id) {
    return space == null ? recent.isOpen(id) : owed.has(id);
  }

  /** Returns the positions that a load of the id must see for its own node's changes, if any. */
  Collection<String> positions(String id) {
    return recent.positions(id);
  }

  int owed() {
    return owed.size();
  }

  /** Tells the store what it is owed, on another thread; does nothing if that is under way. */
  void settle() {
    if (!owed.isEmpty() && settling.compareAndSet(false, true)) {
      try {
        threads.execute(this::settleAll);
      } catch (RejectedExecutionException busy) { // The next heartbeat tries again.
        LOG.debug("{}: no thread to tell the store what it is owed", reports.name(), busy);
        settling.set(false);
      }
    }
  }

  /** Tells the store all changes of late once more. */
  void retell() {
    owed.addAll(recent);
    settle();
  }

  private void settleAll() {
    try {
      ChangeLog.Change forgotten = owed.forgotten();
      while (forgotten != null) {
        space().renew(Generations.SPACE);
        near.flush();
        owed.remembersAgain(forgotten);
        forgotten = owed.forgotten();
      }
      Map<String, ChangeLog.Change> batch = owed.first(BATCH);
      while (!batch.isEmpty()) {
        batch.forEach((id, change) -> send(space(), List.of(id), change));
        owed.remove(batch);
        batch.keySet().forEach(near::invalidate);
        batch = owed.first(BATCH);
      }
    } catch (StoreUnavailableException down) {
      reports.storeFailed(down);
    } finally {
      settling.set(false);
    }
  }

  private StoreSpace space() {
    if (space == null) {
      throw new IllegalStateException("There is no store to tell anything; this is a defect");
    }
    return space;
  }
}
