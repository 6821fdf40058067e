package dev.persistence.testkit.junit;

import java.util.function.Consumer;

/**
 * What one test class has of one kind of server, until the class ends.
 *
 * @param type what parameters and fields must be declared as
 * @param servers what is injected
 * @param reset run before the servers are closed
 */
record Lease<S extends AutoCloseable>(Class<S> type, S servers, Consumer<S> reset)
    implements AutoCloseable {

  @Override
  public void close() throws Exception {
    try (S closing = servers) {
      reset.accept(closing);
    }
  }
}
