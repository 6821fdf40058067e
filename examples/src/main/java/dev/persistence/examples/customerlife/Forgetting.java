package dev.persistence.examples.customerlife;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.consent.Consents;
import dev.persistence.lifecycle.subject.ErasureCertificate;
import dev.persistence.lifecycle.subject.ErasureLedger;
import dev.persistence.lifecycle.subject.ExportedTable;
import dev.persistence.lifecycle.subject.ReplayReport;
import dev.persistence.lifecycle.subject.SubjectExport;
import dev.persistence.lifecycle.subject.SubjectRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What Anna asks for at the end: a copy of all that is known, and that nothing of it stays. */
final class Forgetting {

  private static final List<String> TABLES =
      List.of(
          "users",
          "orders",
          "payments",
          "user_sessions",
          "audit_logs",
          "users_archive",
          "orders_archive",
          "payments_archive",
          "audit_logs_archive");

  private final Server server;
  private final Catalog catalog;
  private final Story story;
  private final Path folder;
  private final ProfileCache cache = new ProfileCache();
  private final SubjectRequests requests;
  private final String anna = Long.toString(People.ANNA);

  Forgetting(Server server, Catalog catalog, Story story, Path folder) {
    this.server = server;
    this.catalog = catalog;
    this.story = story;
    this.folder = folder;
    this.requests =
        SubjectRequests.builder("2026-1", Tables.KEY)
            .database(
                "shop",
                server.shop(),
                catalog,
                rules ->
                    rules
                        .anonymize(Tables.payments(catalog, "payments"))
                        .anonymize(Tables.payments(catalog, "payments_archive"))
                        .anonymize(Tables.auditLogs(catalog, "audit_logs"))
                        .anonymize(Tables.auditLogs(catalog, "audit_logs_archive")))
            .store(cache)
            .ledger(ErasureLedger.in(folder.resolve("ledger")))
            .build();
  }

  void export() throws SQLException, IOException {
    cache.put(People.ANNA, "profile", "Anna " + People.ANNAS);
    cache.put(1000, "profile", "user 1000");
    Path given = folder.resolve("anna");
    SubjectExport export = requests.export(anna, given);
    story.check("rows with a word of hers", 12, server.rowsWith(People.ANNAS));
    story.check("rows in files for her", 12, export.rows());
    story.check("lines with a word of hers", 12, Folders.linesWith(given, People.ANNAS));
    story.check(
        "of these from archives",
        6,
        export.tables().stream()
            .filter(table -> table.table().endsWith("_archive"))
            .mapToLong(ExportedTable::rows)
            .sum());
    Folders.delete(given); // Hers, and sent to her.
  }

  void erase() throws SQLException, IOException {
    server.backUp();
    List<String> others = others();
    long amounts = server.number("SELECT sum(amount) FROM payments");
    ErasureCertificate certificate = requests.erase(requests.plan(anna));
    story.tell("certificate: " + certificate.status() + ", of " + certificate.subject());
    certificate.stores().get(0).residue().forEach(each -> story.tell("remains: " + each));
    story.check("the certificate is complete", true, isComplete(certificate));
    story.check("rows and entries deleted, masked or detached", 14, certificate.rows());
    checkForgotten();
    story.check("words of hers in the certificate", false, tells(certificate));
    story.check("rows of all others are as before", true, others().equals(others));
    story.check(
        "what she has paid, for the tax office",
        amounts,
        server.number("SELECT sum(amount) FROM payments"));
  }

  void restore() throws SQLException, IOException {
    server.restore();
    cache.put(People.ANNA, "profile", "Anna " + People.ANNAS);
    story.check("rows with a word of hers in the copy", 12, server.rowsWith(People.ANNAS));
    List<String> others = others();
    ReplayReport replay = requests.replay();
    story.check("people in the ledger", 1, replay.recorded());
    story.check("certificates of the replay", 1, replay.certificates().size());
    story.check("all stores answered", true, replay.completed());
    checkForgotten();
    story.check("rows of all others are as before", true, others().equals(others));
    Consents consents = Consents.of(catalog, Tables.KEY);
    story.check(
        "entries that prove her consents, by a hash of her id",
        3,
        server.transactions().call(connection -> consents.history(connection, anna)).size());
  }

  private void checkForgotten() throws SQLException, IOException {
    story.check("rows with a word of hers, in all tables", 0, server.rowsWith(People.ANNAS));
    story.check("rows with her id", 0, rowsWithId());
    story.check("entries of the cache", 0, cache.entriesWith(People.ANNAS));
    story.check("lines of files, the ledger's", 0, Folders.linesWith(folder, People.ANNAS));
  }

  private long rowsWithId() throws SQLException {
    long rows = server.number("SELECT count(*) FROM lifecycle_legal_holds WHERE subject = '42'");
    for (String table : TABLES) {
      rows += server.number("SELECT count(*) FROM " + table + " WHERE " + owner(table) + " = '42'");
    }
    return rows;
  }

  private static String owner(String table) {
    if (table.startsWith("users")) {
      return "id::text";
    }
    return table.startsWith("audit") ? "actor" : "user_id::text";
  }

  private List<String> others() throws SQLException {
    List<String> states = new ArrayList<>();
    for (String table : TABLES) {
      states.add(server.state(table, "id NOT BETWEEN 420 AND 423 AND id <> 42"));
    }
    return states;
  }

  private static boolean isComplete(ErasureCertificate certificate) {
    return certificate.status() == ErasureCertificate.Status.COMPLETE;
  }

  private static boolean tells(ErasureCertificate certificate) {
    return certificate.toJson().contains(People.ANNAS);
  }
}
