/** A primary and its replicas behind one DataSource, with read-your-writes. */
module dev.persistence.routing {
  requires static transitive org.jspecify;

  exports dev.persistence.routing;
}
