package dev.persistence.cache.store;

import dev.persistence.core.Explanation;
import dev.persistence.core.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A model of a shared store in memory: wholly deterministic, and with verbs for what can go wrong
 * between a store and a node.
 *
 * <p>The nodes of a simulation share one, so a namespace may be open several times. What happens is
 * announced to every open space, the one that did it included. Announcements wait until they are
 * delivered on the caller's thread, one by one in their order. Cheap: one lock that is held for no
 * call of a listener. Thread-safe.
 */
public final class ReferenceStore implements CacheStore {

  /** What all spaces of one namespace share. */
  static final class Data {

    /**
     * A generation.
     *
     * @param renewed whether it began by a renewal, at the instant {@code since}
     */
    record Begun(long number, boolean renewed, long since) {

      Generation at(long now) {
        return new Generation(number, renewed ? (now - since) / 1_000_000 : Long.MAX_VALUE);
      }
    }

    final Map<String, ReferenceEntry> entries = new HashMap<>();
    final Map<String, Begun> generations = new HashMap<>();
    final List<ReferenceSpace> spaces = new ArrayList<>();
  }

  final ReentrantLock lock = new ReentrantLock();
  final TimeSource time;

  /* Guarded by lock. */
  private final Map<String, Data> namespaces = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(42);
  private long lastStamp;
  private boolean unavailable;
  private boolean losingReplies;
  private boolean atOnce;

  /** Creates an empty store, whose announcements wait until they are delivered. */
  public ReferenceStore(TimeSource time) {
    this.time = time;
  }

  /**
   * Opens a space. The announcements begin with {@code lost, restored, proven}, as those of every
   * new connection.
   */
  @Override
  public StoreSpace open(SpaceOptions options, StoreListener listener) {
    ReferenceSpace space;
    lock.lock();
    try {
      Data data = namespaces.computeIfAbsent(options.namespace(), name -> new Data());
      space = new ReferenceSpace(this, data, options, listener);
      data.spaces.add(space);
      space.connect();
    } finally {
      lock.unlock();
    }
    settle();
    return space;
  }

  /** Says whether each announcement is delivered before the call that causes it returns. */
  public void deliverAtOnce(boolean now) {
    lock.lock();
    try {
      atOnce = now;
    } finally {
      lock.unlock();
    }
    settle();
  }

  /** Delivers the oldest announcement; returns false if there was none. */
  public boolean deliver(StoreSpace space) {
    return ((ReferenceSpace) space).deliver();
  }

  /** Returns how many announcements wait. */
  public int pending(StoreSpace space) {
    return ((ReferenceSpace) space).pending();
  }

  /**
   * Delivers what waits, and then the proof that this was all.
   *
   * @return false, with nothing delivered, if the channel is cut or the store unavailable
   */
  public boolean heartbeat(StoreSpace space) {
    lock.lock();
    try {
      if (unavailable || !((ReferenceSpace) space).prove()) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    ((ReferenceSpace) space).deliverAll();
    return true;
  }

  /** Makes the channel half-open: what waits and what comes is lost, and the listener not told. */
  public void cut(StoreSpace space) {
    lock.lock();
    try {
      ((ReferenceSpace) space).cut();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the space a new channel: what waits is lost, and the listener is told at once. */
  public void reconnect(StoreSpace space) {
    lock.lock();
    try {
      ((ReferenceSpace) space).connect();
    } finally {
      lock.unlock();
    }
    ((ReferenceSpace) space).deliverAll();
  }

  /** Says whether every call fails without an effect. */
  public void unavailable(boolean now) {
    lock.lock();
    try {
      unavailable = now;
    } finally {
      lock.unlock();
    }
  }

  /** Says whether every call has its effect and then fails. */
  public void losingReplies(boolean now) {
    lock.lock();
    try {
      losingReplies = now;
    } finally {
      lock.unlock();
    }
  }

  /** Empties the store and cuts every channel, as a server does that starts again. */
  public void wipe() {
    lock.lock();
    try {
      for (Data data : namespaces.values()) {
        data.entries.clear();
        data.generations.clear();
        data.spaces.forEach(ReferenceSpace::cut);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Empties the store, which is announced as {@link StoreListener#lost}. */
  public void flush() {
    lock.lock();
    try {
      for (Data data : namespaces.values()) {
        data.entries.clear();
        data.generations.clear();
        data.spaces.forEach(space -> space.announce(StoreListener::lost));
      }
    } finally {
      lock.unlock();
    }
    settle();
  }

  /** Removes all that is known of an id, as an operator does with the server's own client. */
  public void remove(String namespace, String id) {
    lock.lock();
    try {
      Data data = namespaces.computeIfAbsent(namespace, name -> new Data());
      data.entries.remove(id);
      data.spaces.forEach(space -> space.announce(listener -> listener.changed(id)));
    } finally {
      lock.unlock();
    }
    settle();
  }

  /** Removes a generation, as a server does that needs memory. */
  public void removeGeneration(String namespace, String name) {
    lock.lock();
    try {
      Data data = namespaces.computeIfAbsent(namespace, any -> new Data());
      data.generations.remove(name);
      data.spaces.forEach(space -> space.announce(listener -> listener.generationChanged(name)));
    } finally {
      lock.unlock();
    }
    settle();
  }

  /** Fails if calls shall fail without an effect. To be called with the lock held. */
  void requireAvailable() {
    if (unavailable) {
      throw failure("the model is told to be unavailable");
    }
  }

  /** Fails if replies shall be lost. To be called with the lock held. */
  void requireReply() {
    if (losingReplies) {
      throw failure("the model is told to lose its replies");
    }
  }

  private static StoreUnavailableException failure(String why) {
    return new StoreUnavailableException(
        new Explanation("the store did not answer", why, "Tell it otherwise"), null);
  }

  /** Returns a stamp that no value has had. To be called with the lock held. */
  long nextStamp() {
    return ++lastStamp;
  }

  /** Returns a generation's number. To be called with the lock held. */
  long nextGeneration() {
    return random.nextLong();
  }

  /** Delivers everything if announcements are delivered at once. */
  void settle() {
    List<ReferenceSpace> all = new ArrayList<>();
    lock.lock();
    try {
      if (!atOnce) {
        return;
      }
      namespaces.values().forEach(data -> all.addAll(data.spaces));
    } finally {
      lock.unlock();
    }
    all.forEach(ReferenceSpace::deliverAll);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      namespaces.values().forEach(data -> List.copyOf(data.spaces).forEach(ReferenceSpace::close));
    } finally {
      lock.unlock();
    }
  }
}
