package dev.persistence.cache.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all servers announce to all open spaces. An instant is proven when every server has proven
 * it; servers that come or go may have taken announcements with them. Used by the loop alone.
 */
final class Channel {

  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  private final Servers servers;
  private final Loop loop;
  private final BooleanSupplier usable;
  private final Runnable renewCommands;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private final List<Member> members = new ArrayList<>();
  private boolean asking;

  /** Announces what these servers tell, once the store is usable. */
  Channel(Servers servers, Loop loop, BooleanSupplier usable, Runnable renewCommands) {
    this.servers = servers;
    this.loop = loop;
    this.usable = usable;
    this.renewCommands = renewCommands;
  }

  List<Member> members() {
    return members;
  }

  boolean isUsable() {
    return usable.getAsBoolean();
  }

  void add(Member member) {
    members.add(member);
    feeds.values().forEach(feed -> feed.admit(member));
  }

  void remove(Member member) {
    members.remove(member);
    feeds.values().forEach(feed -> feed.dismiss(member));
  }

  void tick(Duration heartbeat) {
    if (!asking) {
      asking = true;
      loop.after(servers.primaries(), this::follow);
    }
    List.copyOf(feeds.values()).forEach(feed -> feed.tick(heartbeat));
  }

  private void follow(
      @Nullable Map<String, Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>>>
          primaries,
      @Nullable Throwable failure) {
    asking = false;
    if (primaries == null) {
      LOG.debug("The servers are not known at the moment", failure);
      return;
    }
    servers.found();
    List<String> gone =
        feeds.keySet().stream().filter(name -> !primaries.containsKey(name)).toList();
    for (String name : gone) {
      Feed feed = feeds.remove(name);
      if (feed != null) {
        feed.close();
      }
    }
    if (!gone.isEmpty()) {
      LOG.info("Servers {} are gone; now there are {}", gone, primaries.keySet());
      members.forEach(Member::lost);
    }
    primaries.forEach(
        (name, connector) -> {
          if (!feeds.containsKey(name)) {
            Feed feed = new Feed(name, connector, this, loop);
            feeds.put(name, feed);
            feed.tick(Duration.ZERO);
          }
        });
  }

  /** The store became usable: begins to announce, or tells those who have long begun. */
  void storeIsUsable() {
    for (Member member : List.copyOf(members)) {
      if (!feeds.isEmpty() && feeds.values().stream().allMatch(feed -> feed.isActive(member))) {
        member.restored();
      }
    }
    feeds.values().forEach(Feed::start);
  }

  /** A server is reached again: so shall it be by commands, which wait longer to try again. */
  void feedIsBack() {
    if (servers.isClustered()) {
      renewCommands.run();
    }
  }

  void feedIsDown() {
    servers.suspect();
  }

  /** Tells a member up to when every server has told it everything. */
  void prove(Member member) {
    Long least = null;
    for (Feed feed : feeds.values()) {
      Long proof = feed.proof(member);
      if (proof == null) {
        return;
      }
      least = least == null || proof - least < 0 ? proof : least;
    }
    if (least != null) {
      member.proven(least);
    }
  }

  void leave() {
    members.clear();
    feeds.values().forEach(Feed::leave);
    feeds.clear();
  }
}
