package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The servers of one cluster and which of them is its primary.
 *
 * <p>All views of the cluster share it. The primary is a volatile field, so it may be read on any
 * thread; the verbs are for one thread at a time.
 */
final class PostgresServers {

  private final PostgresBackend backend;
  private final SynchronousCommit synchronousCommit;
  private final List<Member> members;
  private volatile Member primary;
  private volatile boolean closed;

  private PostgresServers(
      PostgresBackend backend, SynchronousCommit synchronousCommit, List<Member> members) {
    this.backend = backend;
    this.synchronousCommit = synchronousCommit;
    this.members = List.copyOf(members);
    this.primary = members.get(0);
  }

  /** Starts the primary, and then all standbys at once; a failure ends what was started. */
  static PostgresServers start(
      PostgresBackend backend, SynchronousCommit synchronousCommit, int standbys) {
    Queue<Member> started = new ConcurrentLinkedQueue<>();
    try {
      Member primary = new Member(name(0), backend.startPrimary(name(0)));
      started.add(primary);
      List<Supplier<Boolean>> starts = new ArrayList<>();
      for (int i = 1; i <= standbys; i++) {
        String name = name(i);
        primary.ensureSlot(name);
        starts.add(
            () -> started.add(new Member(name, backend.startStandby(name, primary.server()))));
      }
      Parallel.all(starts);
      List<Member> members = started.stream().sorted(Comparator.comparing(Member::name)).toList();
      PostgresServers servers = new PostgresServers(backend, synchronousCommit, members);
      members.stream().skip(1).forEach(standby -> standby.awaitStreaming(primary.server().port()));
      servers.waitForStandbys();
      return servers;
    } catch (RuntimeException failure) {
      started.forEach(member -> member.server().close());
      throw failure;
    }
  }

  private static String name(int index) {
    return "pg" + (index + 1);
  }

  List<Member> members() {
    return members;
  }

  Member primary() {
    return primary;
  }

  /** Returns the reachable servers that are in recovery. */
  List<Member> runningStandbys() {
    return members.stream().filter(m -> m != primary && m.isReachable() && m.isStandby()).toList();
  }

  /** Makes it the primary; it waits for no standby until some are rewired to it. */
  void promote(Member member) {
    member.promote();
    primary = member;
  }

  void rewire() {
    Member leader = primary;
    for (Member standby : runningStandbys()) {
      leader.ensureSlot(standby.name());
      standby.follow(backend.conninfo(standby.name(), leader.server()), leader.server().port());
    }
    waitForStandbys();
  }

  void rejoin(Member member) {
    Member leader = primary;
    if (member == leader) {
      throw new IllegalArgumentException(
          "node is " + member.name() + ", the primary; allowed: any other node of the cluster");
    }
    leader.ensureSlot(member.name());
    member.server().kill();
    backend.reclone(member.name(), member.server(), leader.server());
    member.awaitStreaming(leader.server().port());
    waitForStandbys();
  }

  /** Lets commits wait for as many standbys as follow now, where they shall wait at all. */
  private void waitForStandbys() {
    if (synchronousCommit.waitsForStandbys()) {
      int followers = runningStandbys().size();
      String names = followers == 0 ? "" : "ANY " + followers + " (*)";
      primary.sql().alterSystem("synchronous_standby_names", names);
      primary.awaitSetting("synchronous_standby_names", names);
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    Parallel.all(
        members.stream()
            .<Supplier<Boolean>>map(
                member ->
                    () -> {
                      member.server().close();
                      return true;
                    })
            .toList());
  }
}
