package dev.persistence.lifecycle.subject;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Erasures in stores that are no database, of which the first database records the end. */
final class StoreErasures {

  private final DatabaseTarget home;

  StoreErasures(DatabaseTarget home) {
    this.home = home;
  }

  StorePlan plan(SubjectStore store, ErasureOrder order) {
    try {
      long rows = store.count(order.subject());
      PlannedStep step = new PlannedStep(null, Action.STORE, rows, 0, null);
      return new StorePlan(store.name(), List.of(step), null);
    } catch (Exception failure) {
      // Whatever keeps one store from answering, the others are planned, and the plan has it.
      return new StorePlan(store.name(), List.of(), noted(failure));
    }
  }

  private static Exception noted(Exception failure) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }

  /** Each run asks the store, into which a database that had not answered may have been read. */
  StoreErasure run(SubjectStore store, ErasureOrder order) {
    ErasureBook book = new ErasureBook(home.catalog, store.name(), order);
    ErasureBook.State state = state(book);
    long rows =
        state == null
            ? 0
            : Objects.requireNonNullElse(state.rows().get(ErasureBook.Entry.STORE), 0L);
    try {
      long erased = store.erase(order.subject());
      rows += erased;
      home.transactions.run(
          connection -> {
            book.begin(connection, List.of());
            book.count(connection, ErasureBook.Entry.STORE, erased);
            book.complete(connection);
          });
      return erased(store, rows, null);
    } catch (Exception failure) {
      // Whatever stops one store, the others are to go on, and the certificate has it.
      return erased(store, rows, noted(failure));
    }
  }

  /** Records that the request is open for a store that did not answer when the plan was made. */
  StoreErasure unanswered(SubjectStore store, ErasureOrder order, Exception failure) {
    state(new ErasureBook(home.catalog, store.name(), order));
    return new StoreErasure(store.name(), List.of(), Residue.ofStore(), failure);
  }

  private ErasureBook.@Nullable State state(ErasureBook book) {
    try {
      return home.transactions.call(connection -> book.begin(connection, List.of()));
    } catch (SQLException unknown) {
      return null; // The first database does not answer; the store can be erased all the same.
    }
  }

  private static StoreErasure erased(SubjectStore store, long rows, @Nullable Exception failure) {
    TableErasure all = new TableErasure("", Action.STORE, rows, 0, null);
    return new StoreErasure(store.name(), List.of(all), Residue.ofStore(), failure);
  }
}
