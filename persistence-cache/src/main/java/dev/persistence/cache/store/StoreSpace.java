package dev.persistence.cache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a store that belongs to one cache: for each id a value, and beside it who may replace
 * it.
 *
 * <p>Each call decides for each id on its own, atomically and by the store's clock. A value is
 * written only by who holds the id's lease, or by {@link #putIfNewer} and {@link #unfenceAndFill},
 * so that nothing that was loaded before an invalidation is stored after it (Nishtala et al.,
 * "Scaling Memcache at Facebook", 2013, section 3.2.1).
 *
 * <p>Thread-safe. Every method blocks for one round trip (with a clustered store one to each of the
 * servers, side by side), never beyond the store's deadline.
 *
 * @see StoreUnavailableException thrown by every method if the store does not answer
 */
public interface StoreSpace extends AutoCloseable {

  /** Returns the value of this schema version, or null. */
  @Nullable StoredValue read(String id);

  /** Returns the values of this schema version that are there. */
  Map<String, StoredValue> readAll(Collection<String> ids);

  /**
   * Asks for the right to load each id. It is granted to one at a time, until it is used, given
   * back, overtaken by an invalidation, or its duration is over.
   *
   * @return an answer for each id
   */
  Map<String, LeaseAnswer> lease(Collection<LeaseRequest> requests);

  /**
   * Stores values whose lease still stands, and ends those leases. A fill with a version is refused
   * where a newer one is known (its lease ends too); one that is newer than what is known removes
   * the values of other schema versions. A version is known as long as its value is kept, even if
   * that is invalidated.
   *
   * @return the ids that were stored
   */
  Set<String> fill(Collection<Fill> fills);

  /**
   * Ends leases that were not used, or whose holder can store nothing any more; those that do not
   * stand are passed over.
   */
  void release(Collection<String> ids, String token);

  /**
   * Removes the values of all schema versions, ends leases, and leaves the tombstone, which is
   * added to those that are still kept. What others do afterwards sees it; the change is announced.
   * Where more than 8 different positions are kept they become {@link Tombstone#UNKNOWN}.
   */
  void invalidate(Collection<String> ids, Tombstone tombstone);

  /**
   * Stores a value of a known version without a lease if it is newer than what is known of the id,
   * and ends a lease that stands. Where a fence stands or a tombstone of the id is kept nobody can
   * tell what is newest: then it is an invalidation. The fill's token is not looked at.
   *
   * <p>A value that is stored leaves the tombstone for later loads as well; that one does not
   * hinder later puts.
   *
   * @return whether the value was stored
   * @throws IllegalArgumentException if the fill has no version
   */
  boolean putIfNewer(Fill fill, Tombstone tombstone);

  /**
   * Removes the values and ends leases before a change, and grants none until {@link #unfence} or
   * until the duration is over; in the latter case the id is treated as if an unknown change was
   * made then, whose tombstone is kept for the same duration again, or until {@link #unfence}.
   * Several fences may stand at an id.
   */
  void fence(Collection<String> ids, String token, Duration duration);

  /**
   * Ends a fence.
   *
   * @param tombstone what to leave, or null if nothing was changed
   */
  void unfence(Collection<String> ids, String token, @Nullable Tombstone tombstone);

  /**
   * Ends the fence whose token the fill has and stores the value, if no other fence and no
   * invalidation touched the id since that fence began; else, or if a newer version is known, it is
   * an {@link #unfence} with the tombstone. A value that is stored leaves the tombstone as well.
   *
   * @return whether the value was stored
   */
  boolean unfenceAndFill(Fill fill, Tombstone tombstone);

  /** Marks values as {@linkplain StoredValue#expired() expired} and ends leases. */
  void expire(Collection<String> ids);

  /**
   * Returns the generation of each name, which changes only by {@link #renew} or because the store
   * lost it; one that is not there begins. The empty name stands for the space itself.
   */
  Map<String, Generation> generations(Collection<String> names);

  /** Begins a new generation: a number that this name never had. The change is announced. */
  void renew(String name);

  /** Ends the announcements to this node; the values stay. */
  @Override
  void close();
}
