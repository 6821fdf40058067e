package dev.persistence.cache.store;

/**
 * Hears on one node what happens in a {@link StoreSpace}, whoever does it: nodes of other schema
 * versions, an operator with the server's own client, the node itself.
 *
 * <p>Called on the store's threads, one call at a time and in the order of events; must not block.
 */
public interface StoreListener {

  /** What the store holds for this id has changed, in whatever way. May come more than once. */
  void changed(String id);

  /** The generation of this name is another one now; the empty name stands for the space. */
  void generationChanged(String name);

  /**
   * All that happened before this instant, by the time source of {@link SpaceOptions}, has been
   * announced by now. Comes with every heartbeat that is answered.
   */
  void proven(long atNanos);

  /**
   * Announcements may have been lost: whatever was learnt from the store before this call may be
   * old. Comes before the first {@link #proven} of a new connection, and when the store was
   * emptied.
   */
  void lost();

  /**
   * The store is reached after it was not, maybe another server in its place that lacks the last
   * changes. Comes after {@link #lost}.
   */
  void restored();
}
