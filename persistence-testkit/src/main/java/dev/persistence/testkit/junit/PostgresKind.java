package dev.persistence.testkit.junit;

import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresClusterBuilder;

/** PostgreSQL clusters for {@link WithPostgres}. */
final class PostgresKind implements ServerKind<WithPostgres, PostgresCluster> {

  @Override
  public Class<WithPostgres> annotation() {
    return WithPostgres.class;
  }

  @Override
  public Class<PostgresCluster> servers() {
    return PostgresCluster.class;
  }

  @Override
  public boolean isolated(WithPostgres wanted) {
    return wanted.isolated();
  }

  @Override
  public PostgresCluster start(WithPostgres wanted) {
    PostgresClusterBuilder builder =
        PostgresCluster.builder()
            .standbys(wanted.standbys())
            .synchronousCommit(wanted.synchronousCommit());
    if (wanted.version() != 0) {
      builder.version(wanted.version());
    }
    for (String line : wanted.settings()) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(
            "settings of @WithPostgres has " + line + "; allowed: name = value");
      }
      builder.setting(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return builder.start();
  }

  @Override
  public PostgresCluster view(PostgresCluster shared, String name) {
    return shared.database(name);
  }

  @Override
  public void reset(PostgresCluster view) {
    view.resetReplay();
  }
}
