package dev.persistence.lifecycle.subject;

import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.OnDelete;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Twelve tables in which two tenants have rows, and nobody has some: with a tenant column and
 * without, by one way and by two, a ring, a tree, archives, soft-deleted rows, a column that may be
 * NULL, and one table that all share. Every text of a tenant is a canary of its own.
 */
final class TwoTenants {

  final LiveDatabase database;

  TwoTenants(LiveDatabase database) {
    this.database = database;
  }

  void create() throws SQLException {
    String at = database.sql("timestamptz", "datetime(6)");
    String deleted = "deleted_at %s NULL, deletion_id %s NULL";
    deleted = deleted.formatted(at, database.sql("uuid", "char(36)"));
    database.execute(
        "CREATE TABLE countries (code varchar(2) PRIMARY KEY, name varchar(60))",
        "CREATE TABLE tenants (id varchar(40) PRIMARY KEY, name varchar(60))",
        "CREATE TABLE members (id bigint PRIMARY KEY, tenant_id varchar(40) NOT NULL, country"
            + " varchar(2), email varchar(60), CONSTRAINT members_tenant FOREIGN KEY (tenant_id)"
            + " REFERENCES tenants (id), CONSTRAINT members_country FOREIGN KEY (country)"
            + " REFERENCES countries (code))",
        "CREATE TABLE projects (id bigint PRIMARY KEY, tenant_id varchar(40) NOT NULL, title"
            + " varchar(60), %s)".formatted(deleted),
        "CREATE TABLE projects_archive (id bigint PRIMARY KEY, tenant_id varchar(40) NOT NULL,"
            + " title varchar(60), %s, archived_at %s NOT NULL)".formatted(deleted, at),
        "CREATE TABLE tasks (id bigint PRIMARY KEY, project_id bigint NOT NULL, assignee bigint,"
            + " pinned bigint, title varchar(60), CONSTRAINT tasks_project FOREIGN KEY"
            + " (project_id) REFERENCES projects (id), CONSTRAINT tasks_assignee FOREIGN KEY"
            + " (assignee) REFERENCES members (id))",
        "CREATE TABLE tasks_archive (id bigint PRIMARY KEY, project_id bigint NOT NULL, assignee"
            + " bigint, pinned bigint, title varchar(60), archived_at %s NOT NULL)".formatted(at),
        "CREATE TABLE task_tags (task_id bigint NOT NULL, tag varchar(60) NOT NULL, PRIMARY KEY"
            + " (task_id, tag), CONSTRAINT tags_task FOREIGN KEY (task_id) REFERENCES tasks (id))",
        "CREATE TABLE comments (id bigint PRIMARY KEY, task_id bigint NOT NULL, parent bigint,"
            + " body varchar(60), CONSTRAINT comments_task FOREIGN KEY (task_id) REFERENCES tasks"
            + " (id), CONSTRAINT comments_parent FOREIGN KEY (parent) REFERENCES comments (id))",
        "ALTER TABLE tasks ADD CONSTRAINT tasks_pinned FOREIGN KEY (pinned) REFERENCES comments"
            + " (id)",
        "CREATE TABLE notes (id bigint PRIMARY KEY, member_id bigint, body varchar(60), CONSTRAINT"
            + " notes_member FOREIGN KEY (member_id) REFERENCES members (id))",
        "CREATE TABLE banners (id bigint PRIMARY KEY, tenant_id varchar(40), body varchar(60))");
  }

  static CatalogBuilder tables() {
    return Catalog.builder()
        .table("countries", t -> t.shared().plain("name"))
        .table("tenants", t -> t.tenant("id").plain("name"))
        .table("members", t -> t.tenant("tenant_id").personal("email"))
        .table("projects", t -> t.softDelete().tenant("tenant_id").plain("title"))
        .table(
            "projects_archive",
            t -> t.softDelete().tenant("tenant_id").plain("title", "archived_at"))
        .table("tasks", t -> t.plain("title").onDelete("tasks_assignee", OnDelete.DETACH))
        .table(
            "tasks_archive",
            t -> t.plain("project_id", "assignee", "pinned", "title", "archived_at"))
        .table("task_tags", t -> t.onDelete("tags_task", OnDelete.PROTECT))
        .table("comments", t -> t.personal("body").onDelete("comments_parent", OnDelete.DETACH))
        .table("notes", t -> t.personal("body").onDelete("notes_member", OnDelete.DETACH))
        .table("banners", t -> t.tenant("tenant_id").plain("body"));
  }

  /** Removes all rows, and adds those of both tenants and of nobody. */
  void fill() throws SQLException {
    TwoDatabases.empty(database);
    database.execute("INSERT INTO countries VALUES ('at', 'Austria'), ('no', 'Norway')");
    add("acme", 1, "canary");
    add("globex", 2, "seven");
    database.execute(
        "INSERT INTO notes VALUES (90, NULL, 'nobody')",
        "INSERT INTO banners VALUES (91, NULL, 'nobody')",
        "INSERT INTO tasks_archive VALUES (92, 777, NULL, NULL, 'nobody', '2026-01-01')");
  }

  private void add(String tenant, int number, String word) throws SQLException {
    String gone = "'2026-01-01', '00000000-0000-0000-0000-00000000000" + number + "'";
    List<String> rows =
        List.of(
            "tenants VALUES ('%1$s', '%3$s')",
            "members VALUES (%2$d1, '%1$s', 'at', '%3$s@x'), (%2$d2, '%1$s', NULL, '%3$s@y')",
            "projects VALUES (%2$d1, '%1$s', '%3$s', NULL, NULL), (%2$d2, '%1$s', '%3$s', %4$s)",
            "projects_archive VALUES (%2$d3, '%1$s', '%3$s', NULL, NULL, '2026-01-01')",
            "tasks VALUES (%2$d1, %2$d1, %2$d1, NULL, '%3$s'), (%2$d2, %2$d2, NULL, NULL, '%3$s')",
            "tasks_archive VALUES (%2$d4, %2$d3, NULL, NULL, '%3$s', '2026-01-01')",
            "tasks_archive VALUES (%2$d5, %2$d1, %2$d1, NULL, '%3$s', '2026-01-01')",
            "task_tags VALUES (%2$d1, '%3$s 1'), (%2$d1, '%3$s 2'), (%2$d2, '%3$s 1')",
            "comments VALUES (%2$d1, %2$d1, NULL, '%3$s'), (%2$d2, %2$d2, %2$d1, '%3$s')",
            "notes VALUES (%2$d1, %2$d2, '%3$s')",
            "banners VALUES (%2$d1, '%1$s', '%3$s')");
    for (String row : rows) {
      database.execute("INSERT INTO " + row.formatted(tenant, number, word, gone));
    }
    database.execute("UPDATE tasks SET pinned = %1$d2 WHERE id = %1$d1".formatted(number));
  }

  /**
   * Returns for each table the first columns of all rows that are the tenant's, in the order of
   * their texts, by statements that know nothing of a catalog.
   */
  Map<String, List<String>> own(String tenant) throws SQLException {
    Map<String, List<String>> own = new TreeMap<>();
    for (Map.Entry<String, String> query : queries(tenant).entrySet()) {
      own.put(query.getKey(), database.rows(query.getValue()).stream().sorted().toList());
    }
    return own;
  }

  private static Map<String, String> queries(String tenant) {
    String projects =
        "project_id IN (SELECT id FROM projects WHERE tenant_id = '%1$s' UNION ALL SELECT id FROM"
            + " projects_archive WHERE tenant_id = '%1$s')";
    String tasks = "task_id IN (SELECT id FROM tasks WHERE " + projects + ")";
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("tenants", "SELECT id FROM tenants WHERE id = '%1$s'");
    queries.put("members", "SELECT id FROM members WHERE tenant_id = '%1$s'");
    queries.put("projects", "SELECT id FROM projects WHERE tenant_id = '%1$s'");
    queries.put("projects_archive", "SELECT id FROM projects_archive WHERE tenant_id = '%1$s'");
    queries.put("tasks", "SELECT id FROM tasks WHERE " + projects);
    queries.put("tasks_archive", "SELECT id FROM tasks_archive WHERE " + projects);
    queries.put("task_tags", "SELECT task_id FROM task_tags WHERE " + tasks);
    queries.put("comments", "SELECT id FROM comments WHERE " + tasks);
    queries.put(
        "notes",
        "SELECT n.id FROM notes n JOIN members m ON m.id = n.member_id WHERE m.tenant_id ="
            + " '%1$s'");
    queries.put("banners", "SELECT id FROM banners WHERE tenant_id = '%1$s'");
    queries.replaceAll((table, query) -> query.formatted(tenant));
    return queries;
  }
}
