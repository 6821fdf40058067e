package dev.persistence.cache.redis;

import static dev.persistence.cache.redis.StreamEntries.bytes;
import static dev.persistence.cache.redis.StreamEntries.number;
import static dev.persistence.cache.redis.StreamEntries.positions;
import static dev.persistence.cache.redis.StreamEntries.records;
import static dev.persistence.cache.redis.StreamEntries.text;

import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.LogRecord;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.cache.log.WriteLogException;
import dev.persistence.core.Arguments;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * REDIS_STREAM: a log in Redis 6.2 or later, one stream for each stripe.
 *
 * <p>An operation is acknowledged after its {@code XADD}; its entry is acknowledged ({@code XACK})
 * and deleted after the writer's commit. A node that gets a stripe's lease first claims ({@code
 * XAUTOCLAIM}) what its predecessor had read and not acknowledged. A crash between commit and
 * {@code XACK} makes the writer see the operation again.
 *
 * <p><b>What Redis must be told.</b> Only with {@code appendonly yes} and {@code appendfsync
 * always} does an acknowledged operation survive a crash of Redis; anything else is logged as a
 * warning and told by {@link #lossBound()}. A fail-over loses what its replica had not got. The
 * server must not evict ({@code maxmemory-policy noeviction}).
 *
 * <p>A stand-alone server, or what Sentinels name; a node of a Cluster is refused when the log is
 * opened. Has a connection of its own, which it opens when it is needed and gives up after each
 * failure. For one cache at a time, which closes it. Thread-safe; blocks for the command deadline
 * at most, 2 s unless it is set.
 */
@SuppressWarnings("exports") // Whoever makes one has Lettuce; nobody else shall need it.
public final class RedisStreamLog implements WriteLog {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStreamLog.class);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final String GROUP = "writers";
  private static final String START = "0-0";

  private final String queue;
  private final StreamLink link;
  private final byte[] owner = bytes(UUID.randomUUID().toString());

  /** The stripes in which all that others had read is claimed. */
  private final Set<Integer> claimed = ConcurrentHashMap.newKeySet();

  private volatile String lossBound = "REDIS_STREAM: not known before the log is open";

  private RedisStreamLog(String queue, StreamLink link) {
    this.queue = queue;
    this.link = link;
  }

  /**
   * Returns the log of the queue.
   *
   * @param queue its name, without braces
   * @param client whose threads and options it uses; stays the caller's
   * @param uri the server, or its Sentinels
   */
  public static RedisStreamLog of(String queue, RedisClient client, RedisURI uri) {
    return of(queue, client, uri, DEADLINE);
  }

  /** Returns the log of the queue with another command deadline, 10 ms to 1 min. */
  public static RedisStreamLog of(
      String queue, RedisClient client, RedisURI uri, Duration deadline) {
    Arguments.name("queue", queue);
    if (queue.indexOf('{') >= 0 || queue.indexOf('}') >= 0) {
      throw new IllegalArgumentException("queue has a brace in it; allowed: text without braces");
    }
    Arguments.notNull("client", client);
    Arguments.notNull("uri", uri);
    Arguments.inRange("deadline", deadline, Duration.ofMillis(10), Duration.ofMinutes(1));
    return new RedisStreamLog(queue, new StreamLink(client, uri, deadline));
  }

  private String stream(int stripe) {
    return "{writebehind:" + queue + ":" + stripe + "}:log";
  }

  private String leaseKey(int stripe) {
    return "{writebehind:" + queue + ":" + stripe + "}:lease";
  }

  @Override
  public String name() {
    return "REDIS_STREAM";
  }

  @Override
  public String lossBound() {
    return lossBound;
  }

  @Override
  public void open(int stripes) {
    refuseCluster();
    byte[] found =
        link.script(
            StreamScript.OPEN,
            ScriptOutputType.VALUE,
            "{writebehind:" + queue + "}:stripes",
            number(stripes));
    if (!Arrays.equals(found, number(stripes))) {
      throw new IllegalArgumentException(
          "stripes is %d; allowed: %s, with which the queue \"%s\" was made"
              .formatted(stripes, text(found), queue));
    }
    lossBound = "REDIS_STREAM: " + loss();
  }

  /** The stripes would be on several servers, of which the connection reaches one. */
  private void refuseCluster() {
    if (link.call(commands -> commands.info("cluster")).contains("cluster_enabled:1")) {
      throw new IllegalArgumentException(
          "uri names a node of a Redis Cluster; allowed: a stand-alone server, or one that"
              + " Sentinels name, which may be another than that of the values");
    }
  }

  /** Asks what INFO tells everybody, and CONFIG only those who may. */
  private String loss() {
    String info = link.call(commands -> commands.info("persistence"));
    if (!info.contains("aof_enabled:1")) {
      LOG.warn("write-behind queue \"{}\": Redis keeps nothing (appendonly no)", queue);
      return "all that waits, if Redis crashes: its append-only file is off";
    }
    Map<String, String> config = Map.of();
    try {
      config = link.call(commands -> commands.configGet("appendfsync"));
    } catch (WriteLogException forbidden) {
      LOG.debug("Redis does not tell appendfsync", forbidden);
    }
    String policy = config.getOrDefault("appendfsync", "unknown");
    if (policy.equals("always")) {
      return "nothing, as long as Redis keeps its append-only file and does not fail over";
    }
    LOG.warn("write-behind queue \"{}\": Redis has appendfsync {}", queue, policy);
    return "what Redis had not synced when its machine crashed (appendfsync " + policy + ")";
  }

  @Override
  public List<LogPosition> append(int stripe, List<LogEntry> entries) {
    return positions(multi(StreamScript.APPEND, stream(stripe), StreamEntries.arguments(entries)));
  }

  @Override
  public boolean lease(int stripe, Duration time) {
    Boolean granted =
        link.script(
            StreamScript.LEASE,
            ScriptOutputType.BOOLEAN,
            leaseKey(stripe),
            owner,
            number(time.toMillis()));
    return Boolean.TRUE.equals(granted);
  }

  @Override
  public void release(int stripe) {
    claimed.remove(stripe);
    link.<Object>script(StreamScript.RELEASE, ScriptOutputType.INTEGER, leaseKey(stripe), owner);
  }

  @Override
  public List<LogRecord> first(int stripe, int most) {
    claimed.remove(stripe);
    return read(stripe, START, most);
  }

  @Override
  public List<LogRecord> next(int stripe, LogPosition after, int most) {
    return read(stripe, new LogPosition(after.high(), after.low() + 1).toString(), most);
  }

  /** Whether the entries of a read that failed count as read is unknown: they are claimed then. */
  private List<LogRecord> read(int stripe, String start, int most) {
    boolean onlyNew = claimed.remove(stripe);
    List<LogRecord> found = new ArrayList<>();
    if (!onlyNew) {
      claim(stripe, start, most, found);
    }
    if (found.size() < most) {
      found.addAll(
          records(
              multi(
                  StreamScript.READ,
                  stream(stripe),
                  List.of(bytes(GROUP), owner, number(most - found.size())))));
      claimed.add(stripe);
    }
    return found;
  }

  private void claim(int stripe, String start, int most, List<LogRecord> found) {
    List<byte[]> group = List.of(bytes(GROUP), owner);
    multi(StreamScript.GROUP, stream(stripe), group);
    String from = start;
    do {
      List<Object> answer =
          multi(
              StreamScript.CLAIM,
              stream(stripe),
              List.of(bytes(GROUP), owner, bytes(from), number(most - found.size())));
      found.addAll(records(answer));
      from = text(answer.get(0));
    } while (!from.equals(START) && found.size() < most);
    if (from.equals(START)) {
      multi(StreamScript.FORGET, stream(stripe), group);
    }
  }

  @Override
  public void acknowledge(int stripe, List<LogPosition> positions) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(GROUP));
    arguments.addAll(StreamEntries.ids(positions));
    multi(StreamScript.ACKNOWLEDGE, stream(stripe), arguments);
  }

  @Override
  public Set<LogPosition> remaining(int stripe, Collection<LogPosition> positions) {
    return new HashSet<>(
        positions(multi(StreamScript.REMAINING, stream(stripe), StreamEntries.ids(positions))));
  }

  private List<Object> multi(String script, String key, List<byte[]> arguments) {
    return link.script(script, ScriptOutputType.MULTI, key, arguments.toArray(byte[][]::new));
  }

  /** Ends the connection; leases end with their time, or have been released. */
  @Override
  public void close() {
    link.close();
  }

  /** Returns the kind and the queue. */
  @Override
  public String toString() {
    return name() + " \"" + queue + "\"";
  }
}
