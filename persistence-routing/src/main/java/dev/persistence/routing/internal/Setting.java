package dev.persistence.routing.internal;

/** The settings of a connection beside auto-commit and read-only, in the order of application. */
enum Setting {
  ISOLATION,
  HOLDABILITY,
  CATALOG,
  SCHEMA,
  NETWORK_TIMEOUT,
  TYPE_MAP,
  CLIENT_INFO
}
