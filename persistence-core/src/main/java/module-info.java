/** The ground floor: what every persistence feature needs and no feature owns. */
module dev.persistence.core {
  requires transitive java.sql;
  requires static transitive org.jspecify;
  requires static context.propagation;
  requires org.slf4j;

  exports dev.persistence.core;
  exports dev.persistence.core.consistency;
  exports dev.persistence.core.keyset;
  exports dev.persistence.core.micrometer;
  exports dev.persistence.core.sql;
  exports dev.persistence.core.transaction;
}
