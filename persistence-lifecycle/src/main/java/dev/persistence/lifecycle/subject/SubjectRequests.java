package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person may ask of those who hold data on them: that it be erased, in all databases and
 * other stores, or that they be given it.
 *
 * <pre>{@code
 * SubjectRequests requests =
 *     SubjectRequests.builder("2026-1", key)
 *         .database("shop", dataSource, catalog, rules -> rules.keep("invoices", "tax law"))
 *         .store(cache)
 *         .ledger(ErasureLedger.in(path))
 *         .build();
 * ErasurePlan plan = requests.plan("42");
 * ErasureCertificate certificate = requests.erase(plan);
 * }</pre>
 *
 * <p>A row is the subject's if its table's subject column has the id as its text, or, in a table
 * without such a column, if it leads to one that is. Soft-deleted rows are rows like others, and so
 * are those of archives. What nobody has described is refused, since it may be personal.
 *
 * <p>An erasure runs in short transactions, children before parents; each batch honours the holds
 * that are committed by then and records what it did. One that was stopped, or in which a store did
 * not answer, is gone on with by a plan of the same request id. Our own books name the subject by
 * HMAC-SHA-256 under the key, which must be the same for ever.
 *
 * <p>Immutable and thread-safe, but for two runs of one request at a time; blocks for the stores.
 */
public final class SubjectRequests {

  private final SubjectRequestsBuilder options;
  private final StoreErasures others;

  SubjectRequests(SubjectRequestsBuilder options) {
    this.options = options;
    this.others = new StoreErasures(options.databases.get(0));
  }

  /**
   * Begins the options.
   *
   * @param policy the name and version of these rules, for certificates: 1 to 100 characters
   * @param key of the hashes by which subjects are named, at least 16 bytes; copied
   */
  public static SubjectRequestsBuilder builder(String policy, byte[] key) {
    return new SubjectRequestsBuilder(policy, key);
  }

  /** Returns what a new request would erase; changes nothing. */
  public ErasurePlan plan(String subject) {
    return plan(UUID.randomUUID(), subject);
  }

  /**
   * Returns what this request would erase, or what is left of it; changes nothing.
   *
   * @param subject the id, as the databases hold it, 1 to 300 characters
   * @throws dev.persistence.lifecycle.PlanRefusedException if a database has what nobody described
   */
  public ErasurePlan plan(UUID request, String subject) {
    ErasureOrder order = order(request, subject);
    List<StorePlan> plans = new ArrayList<>();
    options.databases.forEach(database -> plans.add(database.plan(order)));
    options.stores.forEach(store -> plans.add(others.plan(store, order)));
    return new ErasurePlan(request, subject, plans);
  }

  private ErasureOrder order(UUID request, String subject) {
    Arguments.notNull("request", request);
    Arguments.inRange("length of subject", Arguments.notBlank("subject", subject).length(), 1, 300);
    return new ErasureOrder(request, subject, options.hash.pseudonym(subject), options.policy);
  }

  /**
   * Erases what the plan shows, or what is left of it, and says what was done. A store that does
   * not answer, or did not when the plan was made, leaves the certificate {@link
   * ErasureCertificate.Status#PARTIAL}, and so does a database that was not the same to the end: a
   * table that nobody described has come, or a partition was on its way, such that no query saw its
   * rows.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if a database has changed since the
   *     plan; nothing was erased anywhere
   * @throws LifecycleException if the request is known for another subject, or the ledger cannot be
   *     written; nothing was erased
   */
  public ErasureCertificate erase(ErasurePlan plan) {
    return erase(plan, options.ledger);
  }

  private ErasureCertificate erase(ErasurePlan plan, @Nullable ErasureLedger ledger) {
    ErasureOrder order = order(Arguments.notNull("plan", plan).request(), plan.subject());
    Map<String, StorePlan> plans = new LinkedHashMap<>();
    plan.stores().forEach(store -> plans.put(store.store(), store));
    Map<DatabaseTarget, Object> prepared = new LinkedHashMap<>();
    for (DatabaseTarget database : options.databases) {
      prepared.put(database, prepare(database, planned(plans, database.name), order));
    }
    if (ledger != null) {
      record(ledger, order);
    }
    List<StoreErasure> erased = new ArrayList<>();
    prepared.forEach((database, ready) -> erased.add(run(database, ready)));
    for (SubjectStore store : options.stores) {
      Exception failure = planned(plans, store.name()).failure();
      erased.add(
          failure == null ? others.run(store, order) : others.unanswered(store, order, failure));
    }
    return new ErasureCertificate(
        order.request(), order.hash(), order.policy(), options.clock.instant(), erased);
  }

  private void record(ErasureLedger ledger, ErasureOrder order) {
    try {
      ledger.add(order, options.clock.instant());
    } catch (IOException failure) {
      throw new LifecycleException(
          new Explanation(
              "Nothing was erased by " + order,
              "the ledger could not be written, without which a restored copy would be forgotten",
              "Mend what its cause says, and erase again"),
          failure);
    }
  }

  /**
   * Erases once more all whose erasure the ledger has recorded, after a database was restored from
   * an older copy. Reads all ids of subjects in all databases, since the ledger knows none: under
   * another key than that of the entries nobody is found. An id that somebody was given again since
   * is erased as well.
   *
   * @throws SQLException if a database does not answer; nothing was erased
   * @throws LifecycleException if no query sees the rows of a partition, since it is being
   *     detached; nothing was erased
   * @throws IOException if the ledger cannot be read
   * @throws IllegalStateException if there is none
   */
  public ReplayReport replay() throws SQLException, IOException {
    ErasureLedger ledger = options.ledger;
    if (ledger == null) {
      throw new IllegalStateException("no ledger was set; allowed: after ledger(…) of the builder");
    }
    ErasureLedger.Content content = ledger.read();
    SubjectSearch search = new SubjectSearch(options.hash, content.subjects());
    Set<String> found = new LinkedHashSet<>();
    for (DatabaseTarget database : options.databases) {
      found.addAll(search.find(database));
    }
    List<ErasureCertificate> certificates = new ArrayList<>();
    found.forEach(subject -> certificates.add(erase(plan(subject), null)));
    return new ReplayReport(content.subjects().size(), content.unreadable(), certificates);
  }

  /**
   * Writes all rows of the subject into a folder, those of soft-deleted rows and archives included:
   * for each table a file of JSON lines, and {@code manifest.json}. The rows of a database are of
   * one moment; those of two databases of two. Memory is needed for some rows at a time.
   *
   * <p>The folder is there once all of it is on the disk, and else is not; a process that was
   * killed may leave one that is named after it and ends with {@code .part-} and an id.
   *
   * @param folder not there yet, or empty; in a folder that is there
   * @throws dev.persistence.lifecycle.PlanRefusedException if a database has what nobody described
   * @throws LifecycleException if the folder is not empty, or no query sees the rows of a
   *     partition, since it is being detached
   * @throws SQLException if a database does not answer
   * @throws IOException if the folder cannot be written
   */
  public SubjectExport export(String subject, Path folder) throws SQLException, IOException {
    ErasureOrder order = order(UUID.randomUUID(), subject);
    Instant at = options.clock.instant();
    try (ExportFolder written = new ExportFolder(Arguments.notNull("folder", folder))) {
      SubjectExporter exporter = new SubjectExporter(subject, written);
      for (DatabaseTarget database : options.databases) {
        exporter.add(new ExportSource(database.name, database.dataSource, database::scan));
      }
      List<String> notHeld = new ArrayList<>();
      options.stores.forEach(store -> notHeld.add(store.name()));
      notHeld.add(Residue.FILES);
      SubjectExport export =
          new SubjectExport(order.hash(), order.policy(), at, exporter.tables(), notHeld);
      written.publish(export.toJson());
      return export;
    }
  }

  private static StorePlan planned(Map<String, StorePlan> plans, String store) {
    StorePlan plan = plans.get(store);
    if (plan == null) {
      throw new LifecycleException(
          new Explanation(
              "Nothing was erased",
              "the plan does not know the store \"" + store + "\"",
              "Make a new plan for the request by these very options"),
          null);
    }
    return plan;
  }

  /** Returns the erasure that is ready to run, or the failure that keeps it from that. */
  private static Object prepare(DatabaseTarget database, StorePlan plan, ErasureOrder order) {
    Exception failure = plan.failure();
    if (failure != null) {
      return failure;
    }
    try {
      return database.prepare(plan, order);
    } catch (SQLException unreachable) {
      return unreachable;
    }
  }

  private static StoreErasure run(DatabaseTarget database, Object ready) {
    return ready instanceof DatabaseErasure erasure
        ? erasure.run()
        : unanswered(database.name, Residue.of(database.catalog.dialect()), (Exception) ready);
  }

  private static StoreErasure unanswered(
      String store, List<String> residue, @Nullable Exception failure) {
    return new StoreErasure(store, List.of(), residue, failure);
  }
}
