/** A primary and its replicas behind one DataSource, with read-your-writes. */
module dev.persistence.routing {
  requires transitive dev.persistence.core;
  requires transitive java.sql;
  requires static transitive org.jspecify;
  requires static com.zaxxer.hikari;
  requires static micrometer.core;
  requires static micrometer.observation;
  requires org.slf4j;

  exports dev.persistence.routing;
  exports dev.persistence.routing.micrometer;
}
