package dev.persistence.cache.internal;

import dev.persistence.cache.store.StoreListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives the store's announcements to the near tier and to those who wait for them. */
final class Channel implements StoreListener {

  private final NearTier<?, ?> near;
  private final Wakeups wakeups;
  private final long boundNanos;
  private final Reports reports;
  private volatile @Nullable Changes changes;

  /**
   * @param bound how long the near tier may answer after a proof
   */
  Channel(NearTier<?, ?> near, Wakeups wakeups, Duration bound, Reports reports) {
    this.near = near;
    this.wakeups = wakeups;
    this.reports = reports;
    this.boundNanos = bound.minus(CoarseClock.TICK).toNanos();
  }

  /** Sets who tells the store its changes again. */
  void settleWith(Changes changes) {
    this.changes = changes;
  }

  @Override
  public void changed(String id) {
    near.invalidate(id);
    wakeups.changed(id);
  }

  @Override
  public void generationChanged(String name) {
    near.invalidate(Generations.idOf(name));
    if (name.equals(Generations.SPACE)) {
      near.flush();
    } else {
      near.tagsChanged();
    }
  }

  @Override
  public void proven(long atNanos) {
    near.validUntil(atNanos + boundNanos);
    reports.storeAnswered();
    Changes told = changes;
    if (told != null) {
      told.settle();
    }
  }

  @Override
  public void lost() {
    near.flush();
  }

  @Override
  public void restored() {
    Changes told = changes;
    if (told != null) {
      told.retell();
    }
  }
}
