package dev.persistence.lifecycle.internal.file;

import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.LifecycleException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The declarations of a YAML file. No object is made of what the file says. Not thread-safe; the
 * one class that needs SnakeYAML Engine.
 */
final class CatalogYaml {

  private static final String WORDS =
      "Write one of soft-delete, subject, tenant, shared, personal, plain, unique-ever, on-delete";

  /** What is done with a key and its value. */
  private interface Entry {
    void read(String key, Node keyNode, Node value);
  }

  private final CatalogText text;
  private final List<Declaration> declarations = new ArrayList<>();
  private @Nullable String schema;

  CatalogYaml(CatalogText text) {
    this.text = text;
  }

  CatalogText.Content read() {
    try {
      Compose compose = new Compose(LoadSettings.builder().setLabel(text.file()).build());
      Node root =
          compose
              .composeString(text.text())
              .orElseThrow(() -> text.refuse("line 1", "it is empty", "Write tables: and these"));
      each(root, this::top);
    } catch (MarkedYamlEngineException broken) {
      throw text.refuse(place(broken.getProblemMark()), broken.getProblem(), "Mend the YAML");
    } catch (YamlEngineException broken) {
      throw text.refuse("somewhere", String.valueOf(broken.getMessage()), "Mend the YAML");
    }
    return new CatalogText.Content(schema, declarations);
  }

  private void top(String key, Node keyNode, Node value) {
    switch (key) {
      case "schema" -> schema = name(value);
      case "tables" -> each(value, this::table);
      default -> throw refuse(keyNode, "nothing is known of " + key, "Write schema or tables");
    }
  }

  private String name(Node node) {
    try {
      return Identifier.of(scalar(node)).name();
    } catch (IllegalArgumentException impossible) {
      throw refuse(node, String.valueOf(impossible.getMessage()), "Write a name that it can be");
    }
  }

  private void table(String table, Node keyNode, Node value) {
    add(table, Declaration.TABLE, keyNode);
    if (!isNothing(value)) {
      each(value, (word, at, said) -> word(table, word, at, said));
    }
  }

  private void word(String table, String word, Node at, Node value) {
    switch (word) {
      case "soft-delete" -> softDelete(table, at, value);
      case "subject", "tenant" -> add(table, word, value, scalar(value));
      case "shared" -> {
        if (isTrue(value, "Write true or false")) {
          add(table, word, at);
        }
      }
      case "personal", "plain", "unique-ever" -> {
        for (Node item : items(value)) {
          add(table, word, item, scalar(item));
        }
      }
      case "on-delete" ->
          each(value, (key, where, action) -> add(table, word, where, key, scalar(action)));
      default -> throw refuse(at, "nothing is known of " + word, WORDS);
    }
  }

  private void softDelete(String table, Node at, Node value) {
    if (value instanceof MappingNode) {
      List<String> columns = new ArrayList<>(List.of("deleted_at", "deletion_id"));
      each(
          value,
          (key, where, column) -> {
            switch (key) {
              case "deleted-at" -> columns.set(0, scalar(column));
              case "deletion-id" -> columns.set(1, scalar(column));
              default ->
                  throw refuse(
                      where, "nothing is known of " + key, "Write deleted-at or deletion-id");
            }
          });
      add(table, "soft-delete", at, columns.get(0), columns.get(1));
    } else if (isTrue(value, "Write true, or the names of columns")) {
      add(table, "soft-delete", at);
    }
  }

  private boolean isTrue(Node node, String remedy) {
    return switch (scalar(node)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refuse(node, "it is neither true nor false", remedy);
    };
  }

  private void add(String table, String word, Node at, String... values) {
    declarations.add(new Declaration(text, table, word, List.of(values), place(at.getStartMark())));
  }

  /** Goes over the keys of a mapping, of which none may stand twice. */
  private void each(Node node, Entry entry) {
    if (!(node instanceof MappingNode mapping)) {
      throw refuse(node, "keys with values belong here", "Write a key, a colon and its value");
    }
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (!seen.add(key)) {
        throw refuse(tuple.getKeyNode(), key + " stands here twice", "Write it once");
      }
      entry.read(key, tuple.getKeyNode(), tuple.getValueNode());
    }
  }

  private List<Node> items(Node node) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    throw refuse(node, "a list belongs here", "Write it as [one, another]");
  }

  private String scalar(Node node) {
    if (node instanceof ScalarNode scalar && !isNothing(node)) {
      return scalar.getValue();
    }
    throw refuse(node, "a text belongs here", "Write one text");
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private LifecycleException refuse(Node node, String why, String remedy) {
    return text.refuse(place(node.getStartMark()), why, remedy);
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
        .orElse("somewhere");
  }
}
