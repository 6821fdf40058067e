package dev.persistence.testkit.internal.gtid;

import dev.persistence.testkit.internal.Parallel;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.docker.Docker;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one cluster and which of them is its primary.
 *
 * <p>All views of the cluster share it. The primary is a volatile field, so it may be read on any
 * thread; the verbs are for one thread at a time.
 */
final class GtidServers {

  private final List<GtidMember> members;

  /** What a node that starts over gets; a container, which is single, never does. */
  private final @Nullable DataTemplate template;

  private volatile GtidMember primary;
  private volatile boolean closed;

  private GtidServers(List<GtidMember> members, @Nullable DataTemplate template) {
    this.members = members;
    this.template = template;
    this.primary = members.get(0);
  }

  /** Starts a primary and its replicas at the same time and returns when all of them follow. */
  static GtidServers start(GtidEngine engine, int replicas) {
    JdbcUrl.requireDriver();
    if (Docker.isAsked()) {
      Docker.requireSingle(engine.name(), replicas);
      return new GtidServers(List.of(GtidMember.startContainer(engine)), null);
    }
    DataTemplate template = DataTemplate.of(engine);
    String prefix = engine.name().toLowerCase(Locale.ROOT);
    Queue<GtidMember> started = new ConcurrentLinkedQueue<>();
    List<Supplier<Boolean>> starts =
        IntStream.rangeClosed(1, replicas + 1)
            .<Supplier<Boolean>>mapToObj(
                id ->
                    () ->
                        started.add(
                            GtidMember.start(engine, recipe(engine, prefix + id, id), template)))
            .toList();
    try {
      Parallel.all(starts);
      List<GtidMember> members =
          started.stream().sorted(Comparator.comparing(GtidMember::name)).toList();
      GtidServers servers = new GtidServers(members, template);
      int port = servers.primary.server().port();
      members.stream().skip(1).forEach(replica -> replica.follow(port));
      return servers;
    } catch (RuntimeException failure) {
      started.forEach(member -> member.server().close());
      throw failure;
    }
  }

  private static GtidRecipe recipe(GtidEngine engine, String name, int id) {
    return new GtidRecipe(engine, name, ProcessLedger.ofThisJvm().newFolder(name), id);
  }

  List<GtidMember> members() {
    return members;
  }

  GtidMember primary() {
    return primary;
  }

  /** Returns the reachable servers other than the primary that follow one. */
  List<GtidMember> runningReplicas() {
    return members.stream()
        .filter(member -> !member.equals(primary) && member.isReachable() && member.isReplica())
        .toList();
  }

  void promote(GtidMember member) {
    member.requireReplica();
    member.promote(GtidNode.BOUND);
    primary = member;
  }

  void rewire() {
    int port = primary.server().port();
    runningReplicas().forEach(replica -> replica.follow(port));
  }

  void rejoin(GtidMember member) {
    if (member.equals(primary)) {
      throw new IllegalArgumentException(
          "node is " + member.name() + ", the primary; allowed: any other node of the cluster");
    }
    primary.server().requireReachable(primary.name());
    member.startOver(Objects.requireNonNull(template));
    member.follow(primary.server().port());
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    Parallel.all(members.stream().<Supplier<Boolean>>map(member -> () -> close(member)).toList());
  }

  private static boolean close(GtidMember member) {
    member.server().close();
    return true;
  }
}
