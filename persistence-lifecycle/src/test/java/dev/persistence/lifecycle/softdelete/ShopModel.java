package dev.persistence.lifecycle.softdelete;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tables of the shop ought to hold, for the rows of one client. Not thread-safe. */
final class ShopModel {

  /** A row: its parent by id if it has one, and by which deletion it is deleted, if it is. */
  static final class Row {
    final String table;
    final String key;
    final Object[] keyValues;
    final String unique;
    @Nullable Row parent;
    int total;
    @Nullable UUID deletion;

    Row(String table, Object[] keyValues, @Nullable Row parent, String unique) {
      this.table = table;
      this.keyValues = keyValues;
      this.key = Stream.of(keyValues).map(String::valueOf).collect(Collectors.joining("/"));
      this.parent = parent;
      this.unique = unique;
    }

    boolean live() {
      return deletion == null;
    }

    @Override
    public String toString() {
      return key + (parent == null ? "" : " of " + parent.key) + " " + total + " " + deletion;
    }
  }

  private record Gone(List<Row> rows, Map<Row, Row> detached) {}

  private final Map<String, Map<String, Row>> tables = new TreeMap<>();
  private final Map<UUID, Gone> open = new HashMap<>();
  private final List<UUID> deletions = new ArrayList<>();

  List<Row> rows(String table) {
    return List.copyOf(tables.computeIfAbsent(table, name -> new TreeMap<>()).values());
  }

  List<UUID> deletions() {
    return deletions;
  }

  boolean mayInsert(Row row) {
    return rows(row.table).stream().noneMatch(other -> clashes(row, other));
  }

  /** Unique are the email of a customer, and the code of an order of one customer. */
  private static boolean clashes(Row row, Row other) {
    return other != row
        && other.live()
        && !row.unique.isEmpty()
        && row.unique.equals(other.unique)
        && Objects.equals(row.parent, other.parent);
  }

  void insert(Row row) {
    tables.computeIfAbsent(row.table, name -> new TreeMap<>()).put(row.key, row);
  }

  /** Returns the rows that go with these: all live ones below, but not the notes. */
  List<Row> cascade(List<Row> roots) {
    List<Row> gone = new ArrayList<>(roots);
    for (int i = 0; i < gone.size(); i++) {
      Row parent = gone.get(i);
      all()
          .filter(row -> row.live() && row.parent == parent && !row.table.equals("notes"))
          .filter(row -> !gone.contains(row))
          .forEach(gone::add);
    }
    return gone;
  }

  private Stream<Row> all() {
    return tables.values().stream().flatMap(table -> table.values().stream()).toList().stream();
  }

  void deleted(UUID id, List<Row> gone) {
    Map<Row, Row> detached = new HashMap<>();
    all()
        .filter(row -> row.table.equals("notes") && row.live() && row.parent != null)
        .filter(row -> gone.contains(row.parent) && !gone.contains(row))
        .forEach(row -> detached.put(row, Objects.requireNonNull(row.parent)));
    detached.keySet().forEach(row -> row.parent = null);
    gone.forEach(row -> row.deletion = id);
    open.put(id, new Gone(List.copyOf(gone), detached));
    deletions.add(id);
  }

  boolean isOpen(UUID id) {
    return open.containsKey(id);
  }

  Set<RestoreConflict.Kind> conflicts(UUID id) {
    List<Row> rows = Objects.requireNonNull(open.get(id)).rows();
    return rows.stream()
        .flatMap(
            row ->
                Stream.of(
                    row.parent != null && !row.parent.live() && !rows.contains(row.parent)
                        ? RestoreConflict.Kind.PARENT_DELETED
                        : RestoreConflict.Kind.HELD,
                    rows(row.table).stream().anyMatch(other -> clashes(row, other))
                        ? RestoreConflict.Kind.UNIQUE_TAKEN
                        : RestoreConflict.Kind.HELD))
        .filter(kind -> kind != RestoreConflict.Kind.HELD)
        .collect(Collectors.toSet());
  }

  void restored(UUID id) {
    Gone gone = Objects.requireNonNull(open.remove(id));
    gone.rows().forEach(row -> row.deletion = null);
    gone.detached()
        .forEach(
            (row, parent) -> {
              if (row.parent == null) {
                row.parent = parent;
              }
            });
  }

  List<String> state(String table) {
    return rows(table).stream().map(Row::toString).sorted().toList();
  }
}
