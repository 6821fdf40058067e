package dev.persistence.lifecycle.internal;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;

/** The tables in which this library records what it does, in the catalog's schema. */
public final class Books {

  private final Engine engine;
  private final Identifier schema;

  public Books(Catalog catalog) {
    this.engine = Engine.of(catalog.dialect());
    this.schema = catalog.schema();
  }

  private String name(String table) {
    return engine.dialect().quote(new TableName(schema, Identifier.of(table)));
  }

  public String deletions() {
    return name(Engine.PREFIX + "deletions");
  }

  /** How many rows of each table went with a deletion. */
  public String deletedRows() {
    return name(Engine.PREFIX + "deleted_rows");
  }

  public String detached() {
    return name(Engine.PREFIX + "detached");
  }

  public String holds() {
    return name(Engine.PREFIX + "legal_holds");
  }

  /** One row that whoever deletes shares, and whoever places a hold has alone. */
  public String gate() {
    return name(Engine.PREFIX + "hold_gate");
  }

  public String purges() {
    return name(Engine.PREFIX + "purges");
  }

  public String archivedFiles() {
    return name(Engine.PREFIX + "archived_files");
  }

  public String policies() {
    return name(Engine.POLICIES);
  }

  public String anonymized() {
    return name(Engine.ANONYMIZED);
  }

  public String erasures() {
    return name(Engine.PREFIX + "erasures");
  }

  public String consents() {
    return name(Engine.PREFIX + "consents");
  }

  /** Returns the statements that create what is missing. */
  public List<String> create() {
    List<String> statements = new ArrayList<>(aboutRows());
    statements.addAll(aboutSubjects());
    statements.add(openGate());
    return List.copyOf(statements);
  }

  private List<String> aboutRows() {
    return List.of(
        table(
            deletions(),
            """
            deletion_id varchar(36) PRIMARY KEY, root_table varchar(64) NOT NULL,
            reason varchar(500) NOT NULL, actor varchar(200) NOT NULL,
            deleted_at <time> NOT NULL, row_count bigint NOT NULL,
            restored_at <time> NULL, restored_by varchar(200) NULL, purged_at <time> NULL\
            """),
        table(
            deletedRows(),
            """
            deletion_id varchar(36) NOT NULL, table_name varchar(64) NOT NULL,
            row_count bigint NOT NULL, PRIMARY KEY (deletion_id, table_name)\
            """),
        table(
            detached(),
            """
            deletion_id varchar(36) NOT NULL, detach_no int NOT NULL,
            child_table varchar(64) NOT NULL, child_key <text> NOT NULL,
            foreign_key <text> NOT NULL, PRIMARY KEY (deletion_id, detach_no)\
            """),
        // The unique keys are there for their indexes, which every statement that deletes asks.
        table(
            holds(),
            """
            hold_id varchar(36) PRIMARY KEY, table_name varchar(64) NULL,
            row_key varchar(500) NULL, subject varchar(300) NULL, reason varchar(500) NOT NULL,
            placed_by varchar(200) NOT NULL, placed_at <time> NOT NULL,
            released_at <time> NULL, released_by varchar(200) NULL,
            release_reason varchar(500) NULL, UNIQUE (table_name, row_key, hold_id),
            UNIQUE (subject, hold_id)\
            """),
        table(gate(), "one int PRIMARY KEY"),
        table(
            purges(),
            """
            purge_id varchar(100) PRIMARY KEY, plan varchar(64) NOT NULL, cutoff <text> NULL,
            position <text> NULL, row_count bigint NOT NULL, updated_at <time> NOT NULL\
            """),
        table(
            archivedFiles(),
            """
            file_name varchar(200) PRIMARY KEY, archive varchar(80) NOT NULL,
            manifest <text> NULL, shown int NOT NULL, archived_at <time> NOT NULL\
            """),
        table(
            policies(),
            """
            policy_id varchar(80) PRIMARY KEY, table_name varchar(64) NOT NULL,
            time_column varchar(64) NOT NULL, retention_period varchar(40) NOT NULL,
            archive_after varchar(40) NULL, anonymize_after varchar(40) NULL,
            criteria varchar(80) NULL, legal_basis varchar(500) NOT NULL,
            last_success_at <time> NULL, last_failure_at <time> NULL,
            last_failure varchar(500) NULL, anonymized_rows bigint NOT NULL DEFAULT 0,
            archived_rows bigint NOT NULL DEFAULT 0, removed_rows bigint NOT NULL DEFAULT 0\
            """));
  }

  private List<String> aboutSubjects() {
    return List.of(
        table(
            anonymized(),
            """
            subject_hash varchar(64) NOT NULL, table_name varchar(64) NOT NULL,
            policy varchar(100) NOT NULL, row_count bigint NOT NULL,
            anonymized_at <time> NOT NULL, PRIMARY KEY (subject_hash, table_name, policy)\
            """),
        // A row without a table is that of a whole store.
        table(
            erasures(),
            """
            request_id varchar(36) NOT NULL, store varchar(100) NOT NULL,
            table_name varchar(64) NOT NULL, action varchar(20) NOT NULL,
            subject_hash varchar(64) NOT NULL, policy varchar(100) NOT NULL,
            row_count bigint NOT NULL, completed_at <time> NULL,
            PRIMARY KEY (request_id, store, table_name, action)\
            """),
        // The unique key is there for its index; the number alone tells which entry is the last.
        table(
            consents(),
            """
            entry_no <counted> PRIMARY KEY, subject_hash varchar(64) NOT NULL,
            purpose varchar(100) NOT NULL, granted int NOT NULL,
            source varchar(500) NOT NULL, policy varchar(100) NOT NULL,
            recorded_at <time> NOT NULL, UNIQUE (subject_hash, purpose, entry_no)\
            """));
  }

  /** Without looking first, since another node may be at it. */
  private String openGate() {
    return engine.isPostgreSql()
        ? "INSERT INTO " + gate() + " (one) VALUES (1) ON CONFLICT DO NOTHING"
        : "INSERT IGNORE INTO " + gate() + " (one) VALUES (1)";
  }

  private String table(String name, String columns) {
    Words words = engine.words();
    String typed =
        columns
            .replace("<time>", words.timeType())
            .replace("<text>", words.textType())
            .replace("<counted>", words.countedType());
    return "CREATE TABLE IF NOT EXISTS " + name + " (" + typed + words.endOfTable();
  }
}
