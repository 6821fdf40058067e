package dev.persistence.cache.redis;

import dev.persistence.cache.store.CacheStore;
import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreListener;
import dev.persistence.cache.store.StoreSpace;
import dev.persistence.core.Arguments;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store on Redis 6.2 or newer: stand-alone, behind Sentinels, or a Cluster.
 *
 * <pre>{@code
 * RedisStore store = RedisStore.builder(client, RedisURI.create("redis://cache-1")).build();
 * }</pre>
 *
 * <p>All that is known of an id is one hash at {@code namespace:id}: the value of each schema
 * version, the lease, the tombstones. So whoever removes that key, by whatever client, removes all
 * of it, and every node hears of it by client tracking (BCAST) on a connection of its own.
 * Generations are at {@code namespace:#name} and live until they are removed. Scripts that write
 * run on one key each and go by the server's clock. Many values at once are read by a script for
 * every 250 keys, or in a Cluster, where the keys of a script must share a slot, by a command for
 * each.
 *
 * <p>It has one thread, one connection for commands and one for announcements (in a Cluster one to
 * each primary, all of which must prove an instant), over the threads of the caller's client, which
 * stays the caller's and whose options it takes over, but for RESP3, the bounded queue and its own
 * way to connect again. A heartbeat on each connection drops one that is silent for two heartbeats.
 * A lost connection, an emptied store, and a primary that comes or goes are told as {@link
 * StoreListener#lost}.
 *
 * <p>Not noticed: a primary that was replaced and does not know it, since it is cut off from the
 * others together with this node. Redis bounds that itself by {@code min-replicas-to-write}.
 *
 * <p>Thread-safe. Calls block up to the deadline, and do not while the store is not connected or
 * the circuit breaker is open; then they fail at once with a {@link
 * dev.persistence.cache.store.StoreUnavailableException}.
 */
@SuppressWarnings("exports") // Whoever calls it has Lettuce; nobody else shall need it.
public final class RedisStore implements CacheStore {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);

  private final RedisStoreConfig config;
  private final Servers servers;
  private final Loop loop;
  private final Calls calls;
  private final Link commands;
  private final Channel channel;
  private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Open once it is known whether the first connection came about. */
  private final CountDownLatch attempted = new CountDownLatch(1);

  /** Used by the loop alone; null before the first space. */
  private @Nullable Duration heartbeat;

  RedisStore(RedisStoreConfig config, Servers servers) {
    this.config = config;
    this.servers = servers;
    this.loop = new Loop(config);
    this.calls = new Calls(config, servers.isClustered());
    this.channel = new Channel(servers, loop, calls::isConnected, this::renewCommands);
    this.commands = new Link("Redis (commands)", servers::connect, new CommandEvents(), loop);
    LOG.info("Cache store \"{}\" starts on {}: {}", config.name(), servers, config);
  }

  /**
   * Starts building a store on one server.
   *
   * @param client whose threads and options are used; the caller shuts it down, after the store
   * @param uri of the server, or of Sentinels and the name of their master
   */
  public static RedisStoreBuilder builder(RedisClient client, RedisURI uri) {
    Arguments.notNull("client", client);
    Arguments.notNull("uri", uri);
    return new RedisStoreBuilder(config -> new SingleServer(client, uri, config.maxPending()));
  }

  /**
   * Starts building a store on a Cluster.
   *
   * @param client whose threads and options are used; the caller shuts it down, after the store
   * @param seeds addresses of some nodes, from which the others are learnt
   */
  public static RedisStoreBuilder builder(RedisClusterClient client, List<RedisURI> seeds) {
    Arguments.notNull("client", client);
    List<RedisURI> addresses = Arguments.listOf("seeds", seeds);
    Arguments.inRange("seeds.size()", addresses.size(), 1, Integer.MAX_VALUE);
    return new RedisStoreBuilder(config -> new ClusterServers(client, addresses, config));
  }

  /** Returns the effective settings. */
  public RedisStoreConfig config() {
    return config;
  }

  /**
   * Opens a space. The first one waits until the server answers or refuses, the connect deadline at
   * most, so that the first reads of a process do not all go to the database.
   */
  @Override
  public StoreSpace open(SpaceOptions options, StoreListener listener) {
    Arguments.notNull("options", options);
    Member member = new Member(options, Arguments.notNull("listener", listener));
    if (closed.get()) {
      throw new IllegalStateException("the store is closed; open spaces before");
    }
    if (!namespaces.add(options.namespace())) {
      throw new IllegalArgumentException(
          "namespace is \"" + options.namespace() + "\"; allowed: one that is not open already");
    }
    loop.execute(() -> admit(member));
    awaitFirstAttempt();
    AtomicBoolean open = new AtomicBoolean(true);
    return new RedisSpace(
        member,
        calls,
        loop.clock(),
        () -> {
          if (open.getAndSet(false)) {
            loop.execute(() -> channel.remove(member));
            namespaces.remove(options.namespace());
          }
        });
  }

  private void awaitFirstAttempt() {
    try {
      if (!attempted.await(config.connectDeadline().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.debug("Cache store \"{}\" goes on without its first connection", config.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It is connected later.
    }
  }

  private void admit(Member member) {
    channel.add(member);
    Duration wanted = member.options().heartbeat();
    boolean first = heartbeat == null;
    if (heartbeat == null || wanted.compareTo(heartbeat) < 0) {
      heartbeat = wanted;
    }
    if (first) {
      tick();
    }
  }

  private void renewCommands() {
    commands.renew();
  }

  private void tick() {
    Duration every = heartbeat == null ? Duration.ofSeconds(1) : heartbeat;
    if (!closed.get()) {
      loop.later(this::tick, every);
      commands.tick(every);
      channel.tick(every);
    }
  }

  /** Ends the store's thread and connections. What is asked afterwards fails. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      loop.close(
          () -> {
            commands.leave();
            channel.leave();
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.use(null);
    servers.close();
  }

  /** Passes the connection for commands on to those who send some. */
  private final class CommandEvents implements Link.Events {
    private @Nullable StatefulConnection<String, byte[]> connection;

    @Override
    public CompletionStage<?> up(StatefulConnection<String, byte[]> made) {
      connection = made;
      return CompletableFuture.completedFuture("");
    }

    @Override
    public void ready() {
      calls.use(connection);
      attempted.countDown();
      channel.storeIsUsable();
    }

    @Override
    public void down() {
      connection = null;
      calls.use(null);
      attempted.countDown();
    }

    @Override
    public boolean needsPrimary() {
      return !servers.isClustered(); // Any node of a Cluster may answer a heartbeat.
    }

    @Override
    public Runnable beat() {
      return calls::answered;
    }
  }
}
