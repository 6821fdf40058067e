package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.sharding.internal.SharedTables;
import dev.persistence.sharding.internal.directory.DirectoryTable;
import dev.persistence.sharding.internal.directory.KnownOwners;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A resolver that asks a table, which has each key by itself: for few and large keys, such as
 * tenants, that shall be placed one by one.
 *
 * <p>What the table says is remembered and looked up without a lock, for {@link KeyType#INT8}
 * without an object. A key that is not there has no shard: {@link #assign} gives it one, and until
 * then it is an error, remembered for a second. Threads that look for one key at once are one
 * query. {@link #learn} forgets everything if an entry has changed. Thread-safe; blocks for a query
 * where a key is not known.
 */
public final class DirectoryResolver implements ShardResolver {

  private final DirectoryTable table;
  private final KnownOwners known;
  private final List<String> shards;
  private final Assignment assignment;
  private final ConcurrentHashMap<Object, Question> asking = new ConcurrentHashMap<>();

  /** A query for a key, whose answer is for all threads that want it. */
  private static final class Question extends CompletableFuture<@Nullable String> {
    /** Whether its thread was interrupted, which is no answer to others; written before that. */
    boolean abandoned;
  }

  /** Of what is remembered. */
  private volatile long epoch = Long.MIN_VALUE;

  DirectoryResolver(
      DirectoryTable table, KnownOwners known, List<String> shards, Assignment assignment) {
    this.table = table;
    this.known = known;
    this.shards = shards;
    this.assignment = assignment;
  }

  /** Creates the tables that are not there; every instance may do so at its start. */
  public void createTables() throws SQLException {
    table.create();
  }

  /**
   * {@inheritDoc}
   *
   * @throws PersistenceException if the key is not known yet and the database does not answer, or
   *     the table says a shard that was not declared
   */
  @Override
  public String shardOf(@Nullable Object key) {
    Object canonical = canonical(key);
    int owner = known.get(canonical);
    return owner >= 0 ? shards.get(owner) : ask(canonical, owner);
  }

  private Object canonical(@Nullable Object key) {
    Object canonical = keyType().canonical(key);
    String refusal = DirectoryTable.refusal(canonical);
    if (refusal != null) {
      throw keyType().refused(key, refusal);
    }
    return canonical;
  }

  @Override
  public String shardOf(long key) {
    if (keyType() != KeyType.INT8) {
      return shardOf((Object) key);
    }
    int owner = known.get(key);
    return owner >= 0 ? shards.get(owner) : ask(key, owner);
  }

  private String ask(Object key, int owner) {
    String found = owner == KnownOwners.UNKNOWN ? null : findTogether(key);
    if (found == null) {
      throw new ShardKeyException(
          new Explanation(
              "The key has no shard",
              "the directory does not have it",
              "Give it one by assign, or by an entry of the table"));
    }
    return found;
  }

  private @Nullable String findTogether(Object key) {
    Question mine = new Question();
    Question other = asking.putIfAbsent(key, mine);
    if (other == null) {
      answer(key, mine);
    }
    try {
      return (other == null ? mine : other).join();
    } catch (CompletionException failure) {
      if (other != null && other.abandoned) {
        return findTogether(key);
      }
      if (failure.getCause() instanceof PersistenceException known) {
        throw known;
      }
      throw notAnswered(failure.getCause());
    }
  }

  /** Lets others ask anew before they get to know the answer. */
  private void answer(Object key, Question mine) {
    try {
      String shard = find(key);
      asking.remove(key, mine);
      mine.complete(shard);
    } catch (SQLException | RuntimeException | Error failure) { // Others wait for it, too.
      asking.remove(key, mine);
      mine.abandoned = Thread.currentThread().isInterrupted();
      mine.completeExceptionally(failure);
    }
  }

  private static PersistenceException notAnswered(@Nullable Throwable cause) {
    String what = "The key's shard is not known";
    Explanation explanation =
        SharedTables.isNoTable(cause)
            ? new Explanation(what, "the directory's table is not there", "Call createTables()")
            : new Explanation(
                what,
                "the directory's database did not answer",
                "Try again; keys that are known already are not concerned");
    return new PersistenceException(explanation, cause);
  }

  private @Nullable String find(Object key) throws SQLException {
    long generation = known.generation();
    String shard = table.find(key);
    if (shard == null) {
      known.putUnknown(key);
    } else {
      known.put(key, declared(shard), generation);
    }
    return shard;
  }

  private int declared(String shard) {
    int owner = shards.indexOf(shard);
    if (owner < 0) {
      throw new PersistenceException(
          new Explanation(
              "The key has no shard here",
              "the directory says \"" + shard + "\", which was not declared",
              "Declare the shard, or mend the entry"),
          null);
    }
    return owner;
  }

  /**
   * Returns the shard of the key, which is given one now if it has none; of two who do so at once
   * both get the same.
   *
   * @throws ShardKeyException if it is no key of this type
   */
  public String assign(Object key) throws SQLException {
    Object canonical = canonical(Arguments.notNull("key", key));
    long generation = known.generation();
    String shard = table.find(canonical);
    if (shard == null) {
      String chosen = assignment.choose(table.counts(shards));
      declared(chosen);
      shard = table.putIfAbsent(canonical, chosen);
    }
    known.put(canonical, declared(shard), generation);
    return shard;
  }

  /**
   * Gives the key another shard in the table, for everybody who learns; moves no rows.
   *
   * @return whether it was done: false if {@code before} is not the key's shard
   * @throws ShardKeyException if it is no key of this type
   */
  public boolean reassign(Object key, String before, String after) throws SQLException {
    Object canonical = canonical(Arguments.notNull("key", key));
    declared(Arguments.notNull("after", after));
    boolean done = table.replace(canonical, Arguments.notNull("before", before), after);
    learn();
    return done;
  }

  /** Forgets what is remembered if an entry has changed since. Blocks for a query. */
  @Override
  public void learn() throws SQLException {
    long now = table.epoch();
    if (now != epoch) {
      known.clear();
      asking.clear(); // Who asks from now on does not get what was read before.
      epoch = now;
    }
  }

  @Override
  public KeyType<?> keyType() {
    return table.keyType();
  }

  @Override
  public Set<String> shards() {
    return Set.copyOf(shards);
  }

  @Override
  public String toString() {
    return "directory of " + keyType() + " keys over " + shards;
  }
}
