package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import java.time.Duration;

/**
 * Stands for a position that nobody reports: the replica is taken to have everything that is older
 * than the window.
 */
record AssumedLag(Duration window) implements Position {

  @Override
  public boolean covers(Position other) {
    return false;
  }

  @Override
  public Position merge(Position other) {
    return this;
  }

  @Override
  public String text() {
    return window.toString();
  }
}
