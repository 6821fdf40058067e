package dev.persistence.cache.redis;

import dev.persistence.cache.store.StoreListener;

/** Fails whenever it is told something. */
final class FailingListener implements StoreListener {

  @Override
  public void changed(String id) {
    throw new IllegalStateException("listener's defect");
  }

  @Override
  public void generationChanged(String name) {
    throw new IllegalStateException("listener's defect");
  }

  @Override
  public void proven(long atNanos) {
    throw new IllegalStateException("listener's defect");
  }

  @Override
  public void lost() {
    throw new IllegalStateException("listener's defect");
  }

  @Override
  public void restored() {
    throw new IllegalStateException("listener's defect");
  }
}
