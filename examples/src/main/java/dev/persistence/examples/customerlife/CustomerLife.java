package dev.persistence.examples.customerlife;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.consent.ConsentSource;
import dev.persistence.lifecycle.consent.Consents;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The whole life of one customer in a database: she agrees to something, buys, is deleted by
 * mistake and comes back, is held by a court, grows old in the archive, asks for her data, and is
 * forgotten, also by a copy of the database from before. Counts after each step whatever the step
 * promises, and ends with status 1 if an answer is wrong or a word of hers is found where none may
 * be.
 */
public final class CustomerLife {

  private final Server server;
  private final Story story;

  private CustomerLife(Server server, Story story) {
    this.server = server;
    this.story = story;
  }

  public static void main(String[] arguments) throws Exception {
    System.out.println("Starting PostgreSQL ...");
    Path folder = Files.createTempDirectory("customer-life");
    boolean right;
    try (PostgresCluster cluster = PostgresCluster.start()) {
      right = tell(cluster, folder, System.out);
    } finally {
      Folders.delete(folder);
    }
    if (!right) {
      System.exit(1);
    }
  }

  /** Tells it all on this server, and whether all answers were right. */
  static boolean tell(PostgresCluster cluster, Path folder, PrintStream out) throws Exception {
    try (Server server = new Server(cluster)) {
      Story story = new Story(out);
      new CustomerLife(server, story).live(folder);
      return story.end();
    }
  }

  private void live(Path folder) throws Exception {
    Tables.create(server);
    Catalog catalog = Tables.scan(server);
    Mistake mistake = new Mistake(server, catalog, story);
    Nights nights = new Nights(server, catalog, story);
    Forgetting forgetting = new Forgetting(server, catalog, story, folder);
    story.chapter("Anna signs up among 360 others, and buys", () -> signUp(catalog));
    story.chapter("Support deletes her account by mistake, and restores it", mistake::tell);
    story.chapter("Two nights of retention while a court holds her rows", nights::held);
    story.chapter("The hold is released; two nights more", nights::released);
    story.chapter("She asks what is known of her", forgetting::export);
    story.chapter("She asks to be forgotten", forgetting::erase);
    story.chapter(
        "The database is lost, and a copy from before takes its place", forgetting::restore);
  }

  private void signUp(Catalog catalog) throws SQLException {
    server.execute(People.others());
    server.execute(People.anna());
    Transactions transactions = server.transactions();
    Consents consents = Consents.of(catalog, Tables.KEY);
    ConsentSource form = new ConsentSource("sign-up form 3", "terms 2026-1");
    ConsentSource settings = new ConsentSource("settings page", "terms 2026-1");
    String anna = Long.toString(People.ANNA);
    transactions.run(
        connection -> {
          consents.grant(connection, anna, "newsletter", form);
          consents.grant(connection, anna, "profiling", form);
          consents.withdraw(connection, anna, "profiling", settings);
        });
    story.check(
        "she gets the newsletter",
        true,
        transactions.call(connection -> consents.isGranted(connection, anna, "newsletter")));
    story.check(
        "she is profiled",
        false,
        transactions.call(connection -> consents.isGranted(connection, anna, "profiling")));
    story.check("rows with a word of hers", 14, server.rowsWith(People.ANNAS));
  }
}
