package dev.persistence.routing.internal;

import dev.persistence.routing.NodeSample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A database server of the model: a history of writes, and whom it follows. */
final class SimulatedServer {

  private final List<Integer> history = new ArrayList<>();
  private final Set<Integer> shown = new HashSet<>();
  private SimulatedServer upstream;
  private boolean writable;
  private long epoch = 1;

  /** A server that takes writes and follows itself. */
  SimulatedServer() {
    this.upstream = this;
    this.writable = true;
  }

  SimulatedServer(SimulatedServer upstream) {
    this.upstream = upstream;
  }

  boolean isWritable() {
    return writable;
  }

  long epoch() {
    return epoch;
  }

  boolean shows(int write) {
    return shown.contains(write);
  }

  /** Returns the newest write that the server shows, or 0. */
  int newest() {
    return history.isEmpty() ? 0 : history.get(history.size() - 1);
  }

  void write(int write) {
    history.add(write);
    shown.add(write);
  }

  /** Takes over up to so many writes from the server that it follows, if it can. */
  void replay(int most) {
    if (writable || !continues(upstream)) {
      return;
    }
    epoch = upstream.epoch;
    for (int i = 0; i < most && history.size() < upstream.history.size(); i++) {
      write(upstream.history.get(history.size()));
    }
  }

  /** Tells whether this server's history is the beginning of the other's. */
  boolean continues(SimulatedServer other) {
    int size = history.size();
    return size <= other.history.size()
        && (size == 0 || history.get(size - 1).equals(other.history.get(size - 1)));
  }

  void promote(long newEpoch) {
    writable = true;
    epoch = newEpoch;
    upstream = this;
  }

  void follow(SimulatedServer other) {
    upstream = other;
  }

  /** Starts anew from a copy of the other, as a server that follows it. */
  void copyOf(SimulatedServer other) {
    history.clear();
    shown.clear();
    other.history.forEach(this::write);
    writable = false;
    epoch = other.epoch;
    upstream = other;
  }

  NodeSample sample() {
    return new NodeSample(writable, epoch, new LogPosition(history.size()), null);
  }
}
