package dev.persistence.testkit.junit;

import dev.persistence.testkit.mysql.MySqlCluster;

/** MySQL 8.0 clusters for {@link WithMySql}. */
final class MySqlKind implements ServerKind<WithMySql, MySqlCluster> {

  @Override
  public Class<WithMySql> annotation() {
    return WithMySql.class;
  }

  @Override
  public Class<MySqlCluster> servers() {
    return MySqlCluster.class;
  }

  @Override
  public boolean isolated(WithMySql wanted) {
    return wanted.isolated();
  }

  @Override
  public MySqlCluster start(WithMySql wanted) {
    return MySqlCluster.builder().replicas(wanted.replicas()).start();
  }

  @Override
  public MySqlCluster view(MySqlCluster shared, String name) {
    return shared.database(name);
  }

  @Override
  public void reset(MySqlCluster view) {
    view.resetReplay();
  }
}
