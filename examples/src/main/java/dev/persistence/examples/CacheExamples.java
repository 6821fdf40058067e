package dev.persistence.examples;

import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.redis.RedisStore;
import dev.persistence.core.transaction.Transactions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The examples of {@code docs/cache.md}. */
final class CacheExamples {

  /** A row. */
  record User(long id, String name, String tenant, long version) {}

  /** Where the rows are. */
  interface Repository {
    User load(Long id) throws SQLException;

    void save(Long id, User user) throws SQLException;
  }

  TieredCache<Long, User> build(RedisClient client, RedisURI address, Repository repository) {
    RedisStore redis = RedisStore.builder(client, address).build();
    TieredCache<Long, User> users =
        TieredCache.<Long, User>builder("user")
            .near(Near.maximumSize(100_000))
            .store(redis)
            .codec(JsonCodec.of(User.class))
            .loader(repository::load)
            .build();
    return users;
  }

  void rename(Transactions transactions, TieredCache<Long, User> users) throws SQLException {
    transactions.run(
        connection -> {
          update(connection, 42, "Ada");
          users.invalidate(42L); // told after the commit, forgotten after a rollback
        });
  }

  @Nullable User writeThrough(RedisStore redis, Repository repository, User ada) {
    try (TieredCache<Long, User> users =
        TieredCache.<Long, User>builder("user")
            .store(redis)
            .codec(JsonCodec.of(User.class))
            .loader(repository::load)
            .writer(repository::save)
            .build()) {
      users.put(42L, ada);
      return users.get(42L);
    }
  }

  TieredCache<Long, User> adaptive(Repository repository) {
    TieredCache<Long, User> users =
        TieredCache.<Long, User>builder("user")
            .near(Near.maximumSize(100_000))
            .loader(
                (id, load) -> {
                  User user = repository.load(id);
                  load.version(user.version());
                  load.ttl(Duration.ofMinutes(user.name().isEmpty() ? 1 : 60));
                  return user;
                })
            .tags((id, user) -> Set.of("tenant-" + user.tenant()))
            .build();
    return users;
  }

  private static void update(Connection connection, long id, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("update users set name = ? where id = ?")) {
      statement.setString(1, name);
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }
}
