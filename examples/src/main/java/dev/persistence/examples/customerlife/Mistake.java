package dev.persistence.examples.customerlife;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.RowKey;
import dev.persistence.lifecycle.softdelete.Deletion;
import dev.persistence.lifecycle.softdelete.Restoration;
import dev.persistence.lifecycle.softdelete.RestoreConflictException;
import dev.persistence.lifecycle.softdelete.RestorePreview;
import dev.persistence.lifecycle.softdelete.SoftDelete;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** An account that is deleted and restored, while somebody takes its address. */
final class Mistake {

  private static final String LIVE = " WHERE deleted_at IS NULL AND ";
  private static final List<String> TABLES =
      List.of("users", "orders", "payments", "user_sessions");

  private final Server server;
  private final SoftDelete softDelete;
  private final Transactions transactions;
  private final Story story;

  Mistake(Server server, Catalog catalog, Story story) {
    this.server = server;
    this.softDelete = SoftDelete.of(catalog);
    this.transactions = server.transactions();
    this.story = story;
  }

  void tell() throws SQLException {
    List<String> before = states();
    Deletion deletion =
        transactions
            .call(
                connection ->
                    softDelete.delete(
                        connection,
                        RowKey.of("users", People.ANNA),
                        new Attribution("ticket 311", "support")))
            .orElseThrow();
    story.check("rows marked by one deletion", 8, deletion.rows());
    story.check(
        "payments that lost their order",
        3,
        server.number("SELECT count(*) FROM payments WHERE order_id IS NULL"));
    story.check(
        "orders of hers that are live",
        0,
        server.number("SELECT count(*) FROM orders" + LIVE + "user_id = 42"));

    server.execute(
        List.of(
            "INSERT INTO users VALUES (44, 'annacanary@example.org', 'A thief', 'active', now())"));
    RestorePreview preview =
        transactions.call(connection -> softDelete.preview(connection, deletion.id()));
    preview.conflicts().forEach(conflict -> story.tell("in the way: " + conflict));
    story.check("conflicts in the report", 1, preview.conflicts().size());
    story.check("a restore is refused", true, isRefused(deletion));
    server.execute(List.of("DELETE FROM users WHERE id = 44"));

    Restoration restored = transactions.call(connection -> restore(connection, deletion));
    story.check(
        "rows that came back", 8, restored.rows().values().stream().mapToLong(n -> n).sum());
    story.check("payments that have their order again", 3, restored.attached());
    story.check("all rows of four tables are as before", true, states().equals(before));
  }

  private Restoration restore(Connection connection, Deletion deletion) throws SQLException {
    return softDelete.restore(connection, deletion.id(), new Attribution("ticket 312", "support"));
  }

  private boolean isRefused(Deletion deletion) throws SQLException {
    try {
      transactions.call(connection -> restore(connection, deletion));
      return false;
    } catch (RestoreConflictException refused) {
      return true;
    }
  }

  private List<String> states() throws SQLException {
    List<String> states = new ArrayList<>();
    for (String table : TABLES) {
      states.add(server.state(table, "true"));
    }
    return states;
  }
}
