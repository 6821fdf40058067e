package dev.persistence.routing;

import java.util.function.UnaryOperator;

/** Effective settings without a running data source. */
public final class Configs {

  private Configs() {}

  /** Returns the settings that the builder would use. */
  public static RoutingDataSourceConfig of(UnaryOperator<RoutingDataSourceBuilder> settings) {
    return new RoutingDataSourceConfig(settings.apply(RoutingDataSource.builder("test")));
  }
}
