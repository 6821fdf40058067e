package dev.persistence.testkit.junit;

import dev.persistence.testkit.internal.Parallel;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All servers that the annotations of one test class ask for; closed after the class. */
final class ClassServers implements AutoCloseable {

  private final Queue<Lease<?>> leases = new ConcurrentLinkedQueue<>();

  private ClassServers() {}

  /**
   * Starts everything at the same time; a failure ends what was started.
   *
   * @param sharing returns the running servers of a configuration, starting them if need be
   */
  static ClassServers start(
      Class<?> testClass,
      List<ServerKind<?, ?>> kinds,
      Function<ServerRequest<?, ?>, SharedServers> sharing) {
    ClassServers servers = new ClassServers();
    List<Supplier<Boolean>> starts =
        kinds.stream()
            .flatMap(kind -> request(testClass, kind))
            .<Supplier<Boolean>>map(
                request ->
                    () ->
                        servers.leases.add(
                            request.isolated()
                                ? request.leaseOwn()
                                : request.lease(sharing.apply(request), testClass)))
            .toList();
    try {
      Parallel.all(starts);
      return servers;
    } catch (RuntimeException failure) {
      servers.closeAfter(failure);
      throw failure;
    }
  }

  private static <A extends Annotation, S extends AutoCloseable>
      Stream<ServerRequest<A, S>> request(Class<?> testClass, ServerKind<A, S> kind) {
    return ServerRequest.of(testClass, kind).stream();
  }

  Optional<AutoCloseable> find(Class<?> type) {
    return leases.stream()
        .filter(lease -> lease.type() == type)
        .<AutoCloseable>map(Lease::servers)
        .findFirst();
  }

  private void closeAfter(RuntimeException failure) {
    try {
      close();
    } catch (Exception second) { // Whatever closing throws belongs to the first failure.
      failure.addSuppressed(second);
    }
  }

  /** Closes every lease, also when one of them fails. */
  @Override
  public void close() throws Exception {
    Lease<?> lease = leases.poll();
    if (lease != null) {
      try (lease) {
        close();
      }
    }
  }
}
