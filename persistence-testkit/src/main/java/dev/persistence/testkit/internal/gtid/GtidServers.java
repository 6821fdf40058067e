package dev.persistence.testkit.internal.gtid;

import dev.persistence.testkit.internal.Parallel;
import dev.persistence.testkit.internal.ProcessLedger;
import dev.persistence.testkit.internal.docker.Docker;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * The servers of one cluster and which of them is its primary.
 *
 * <p>All views of the cluster share it. The primary is a volatile field, so it may be read on any
 * thread; the verbs are for one thread at a time.
 */
final class GtidServers {

  private final List<Seat> seats;
  private volatile Seat primary;

  private GtidServers(List<Seat> seats) {
    this.seats = seats;
    this.primary = seats.get(0);
  }

  /** Starts a primary and its replicas at the same time and returns when all of them follow. */
  static GtidServers start(GtidEngine engine, int replicas) {
    JdbcUrl.requireDriver();
    if (Docker.isAsked()) {
      Docker.requireSingle(engine.name(), replicas);
      return new GtidServers(List.of(Seat.startContainer(engine)));
    }
    DataTemplate template = DataTemplate.of(engine);
    String prefix = engine.name().toLowerCase(Locale.ROOT);
    Queue<Seat> started = new ConcurrentLinkedQueue<>();
    List<Callable<Boolean>> starts =
        IntStream.rangeClosed(1, replicas + 1)
            .<Callable<Boolean>>mapToObj(
                id ->
                    () ->
                        started.add(Seat.start(engine, recipe(engine, prefix + id, id), template)))
            .toList();
    try {
      Parallel.all(starts);
      List<Seat> seats = started.stream().sorted(Comparator.comparing(Seat::name)).toList();
      GtidServers servers = new GtidServers(seats);
      int port = servers.primary.server().port();
      seats.stream().skip(1).forEach(replica -> replica.follow(port));
      return servers;
    } catch (RuntimeException failure) {
      started.forEach(seat -> seat.server().close());
      throw failure;
    }
  }

  private static GtidRecipe recipe(GtidEngine engine, String name, int id) {
    return new GtidRecipe(engine, name, ProcessLedger.ofThisJvm().newFolder(name), id);
  }

  List<Seat> seats() {
    return seats;
  }

  Seat primary() {
    return primary;
  }

  /** Returns the reachable servers other than the primary that follow one. */
  List<Seat> runningReplicas() {
    return seats.stream()
        .filter(seat -> !seat.equals(primary) && seat.isReachable() && seat.isReplica())
        .toList();
  }

  void promote(Seat seat) {
    seat.requireReplica();
    seat.promote(GtidNode.BOUND);
    primary = seat;
  }

  void rewire() {
    int port = primary.server().port();
    runningReplicas().forEach(replica -> replica.follow(port));
  }

  void rejoin(Seat seat) {
    if (seat.equals(primary)) {
      throw new IllegalArgumentException(
          "node is " + seat.name() + ", the primary; allowed: any other node of the cluster");
    }
    seat.startOver(DataTemplate.of(seat.engine()));
    seat.follow(primary.server().port());
  }

  void close() {
    Parallel.all(seats.stream().<Callable<Boolean>>map(seat -> () -> close(seat)).toList());
  }

  private static boolean close(Seat seat) {
    seat.server().close();
    return true;
  }
}
