package dev.persistence.cache.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The announcements of one server: a RESP3 connection on which it pushes every changed key of the
 * prefixes that were asked for. Its answer to a heartbeat comes after all earlier pushes, and is so
 * the proof that there were no others.
 *
 * <p>Used by the loop alone, but for the pushes, which only wait to be handled there.
 */
final class Feed implements Link.Events {

  private static final int MOST_WAITING = 100_000;

  private final Channel channel;
  private final Loop loop;
  private final Link link;
  private final AtomicInteger waiting = new AtomicInteger();

  /* Of the connection that is up. */
  private @Nullable StatefulRedisConnection<String, byte[]> connection;
  private final Set<String> prefixes = new HashSet<>();
  private final List<Member> tracked = new ArrayList<>();
  private final List<Member> active = new ArrayList<>();
  private final Map<Member, Long> proofs = new HashMap<>();
  private boolean ready;
  private boolean wasReady;
  private boolean overflown;

  Feed(
      String server,
      Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> connector,
      Channel channel,
      Loop loop) {
    this.channel = channel;
    this.loop = loop;
    this.link = new Link("Redis (announcements of " + server + ")", connector, this, loop);
  }

  void tick(Duration heartbeat) {
    link.tick(heartbeat);
  }

  void close() {
    link.close();
  }

  void leave() {
    link.leave();
  }

  @Override
  public CompletionStage<?> up(StatefulConnection<String, byte[]> made) {
    connection = (StatefulRedisConnection<String, byte[]>) made;
    connection.addListener(message -> pushed(made, message));
    tracked.addAll(channel.members());
    return tracked.isEmpty() ? CompletableFuture.completedFuture("") : track(tracked);
  }

  private CompletionStage<String> track(Collection<Member> members) {
    StatefulRedisConnection<String, byte[]> to = connection;
    if (to == null) {
      return CompletableFuture.failedFuture(new RedisException("not connected"));
    }
    CommandArgs<String, byte[]> args = Wire.args().add("TRACKING").add("ON").add("BCAST");
    for (Member member : members) {
      prefixes.add(member.keys().prefix());
      args.add("PREFIX").addKey(member.keys().prefix());
    }
    AsyncCommand<String, byte[], String> command =
        Wire.command(CommandType.CLIENT, new StatusOutput<>(Wire.CODEC), args);
    to.dispatch(command);
    return command;
  }

  @Override
  public void ready() {
    ready = true;
    if (wasReady) {
      channel.feedIsBack();
    }
    wasReady = true;
    start();
    channel.members().stream().filter(member -> !tracked.contains(member)).forEach(this::admit);
  }

  @Override
  public void down() {
    connection = null;
    ready = false;
    overflown = false;
    prefixes.clear();
    tracked.clear();
    active.clear();
    proofs.clear();
    channel.feedIsDown();
  }

  /** Begins to announce to those for whom all is in place. */
  void start() {
    if (!ready || !channel.isUsable()) {
      return;
    }
    for (Member member : tracked) {
      if (!active.contains(member)) {
        active.add(member);
        member.lost();
        member.restored();
      }
    }
    link.hurry();
  }

  /** Asks for the announcements of one more space. */
  void admit(Member member) {
    StatefulRedisConnection<String, byte[]> asked = connection;
    if (!ready || asked == null) {
      return;
    }
    if (prefixes.contains(member.keys().prefix())) {
      tracked.add(member);
      start();
      return;
    }
    loop.after(track(List.of(member)), (answer, failure) -> admitted(member, asked, failure));
  }

  private void admitted(
      Member member, StatefulConnection<String, byte[]> asked, @Nullable Throwable failure) {
    if (connection != asked || !channel.members().contains(member)) {
      return;
    }
    if (failure != null) {
      Wire.close(asked);
    } else {
      tracked.add(member);
      start();
    }
  }

  void dismiss(Member member) {
    tracked.remove(member);
    active.remove(member);
    proofs.remove(member);
  }

  boolean isActive(Member member) {
    return active.contains(member);
  }

  /** Returns up to when everything was announced to a member; null if nobody knows. */
  @Nullable Long proof(Member member) {
    return proofs.get(member);
  }

  @Override
  public boolean needsPrimary() {
    return true;
  }

  @Override
  public Runnable beat() {
    Map<Member, Long> instants = new HashMap<>();
    active.forEach(member -> instants.put(member, member.nanos()));
    return () -> {
      if (!overflown) {
        instants.keySet().retainAll(active);
        proofs.putAll(instants);
        instants.keySet().forEach(channel::prove);
      }
    };
  }

  /** Called on a thread of the network, which must not wait. */
  private void pushed(StatefulConnection<String, byte[]> from, PushMessage message) {
    if (!message.getType().equals("invalidate")) {
      return;
    }
    List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
    Object keys = content.size() > 1 ? content.get(1) : null;
    if (keys instanceof Collection<?> some) {
      if (waiting.addAndGet(some.size()) > MOST_WAITING) {
        waiting.addAndGet(-some.size());
        loop.execute(() -> overflow(from));
      } else {
        loop.execute(() -> announce(some));
      }
    } else {
      loop.execute(() -> List.copyOf(active).forEach(Member::lost));
    }
  }

  private void announce(Collection<?> keys) {
    waiting.addAndGet(-keys.size());
    for (Object key : keys) {
      String text = String.valueOf(key);
      for (Member member : List.copyOf(active)) {
        if (member.keys().isHere(text)) {
          member.changed(text);
        }
      }
    }
  }

  /** Begins anew, since a listener that cannot follow has lost something. */
  private void overflow(StatefulConnection<String, byte[]> from) {
    if (connection == from) {
      overflown = true;
      Wire.close(from);
    }
  }
}
