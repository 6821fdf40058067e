package dev.persistence.testkit.junit;

import dev.persistence.testkit.mariadb.MariaDbCluster;

/** MariaDB clusters for {@link WithMariaDb}. */
final class MariaDbKind implements ServerKind<WithMariaDb, MariaDbCluster> {

  @Override
  public Class<WithMariaDb> annotation() {
    return WithMariaDb.class;
  }

  @Override
  public Class<MariaDbCluster> servers() {
    return MariaDbCluster.class;
  }

  @Override
  public boolean isolated(WithMariaDb wanted) {
    return wanted.isolated();
  }

  @Override
  public MariaDbCluster start(WithMariaDb wanted) {
    return MariaDbCluster.builder().replicas(wanted.replicas()).start();
  }

  @Override
  public MariaDbCluster view(MariaDbCluster shared, String name) {
    return shared.database(name);
  }

  @Override
  public void reset(MariaDbCluster view) {
    view.resetReplay();
  }
}
