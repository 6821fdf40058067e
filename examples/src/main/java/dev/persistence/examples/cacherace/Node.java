package dev.persistence.examples.cacherace;

import java.sql.SQLException;

/** One application node with its way of caching prices. */
interface Node {

  long price(long id) throws SQLException;

  void change(long id, long cents) throws SQLException;
}
