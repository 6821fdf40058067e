package dev.persistence.routing;

import dev.persistence.testkit.junit.WithMySql;
import dev.persistence.testkit.mysql.MySqlCluster;

@WithMySql(replicas = 1)
class MySqlAutoRouteTest extends GtidAutoRouteSuite {

  MySqlAutoRouteTest(MySqlCluster cluster) {
    super(RoutedGtid.of(cluster, GtidAutoRouteSuite::autoRouted));
  }
}
