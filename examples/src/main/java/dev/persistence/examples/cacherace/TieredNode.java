package dev.persistence.examples.cacherace;

import dev.persistence.cache.Near;
import dev.persistence.cache.TieredCache;
import dev.persistence.cache.json.JsonCodec;
import dev.persistence.cache.store.CacheStore;
import dev.persistence.core.transaction.Transactions;
import java.sql.SQLException;

/** The same with a {@link TieredCache}: the invalidation joins the transaction. */
final class TieredNode implements Node, AutoCloseable {

  private final Prices prices;
  private final Transactions transactions;
  private final TieredCache<Long, Long> cache;

  TieredNode(Prices prices, CacheStore store) {
    this.prices = prices;
    this.transactions = Transactions.of(prices.dataSource());
    this.cache =
        TieredCache.<Long, Long>builder("price")
            .near(Near.maximumSize(10_000))
            .store(store)
            .codec(JsonCodec.of(Long.class))
            .loader(prices::load)
            .build();
  }

  @Override
  public long price(long id) {
    Long cents = cache.get(id);
    if (cents == null) {
      throw new IllegalStateException("there is no price " + id);
    }
    return cents;
  }

  @Override
  public void change(long id, long cents) throws SQLException {
    transactions.run(
        connection -> {
          prices.change(connection, id, cents);
          cache.invalidate(id);
        });
  }

  @Override
  public void close() {
    cache.close();
  }
}
