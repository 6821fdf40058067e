package dev.persistence.migrate.internal.file;

import dev.persistence.migrate.InvalidMigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/**
 * The directives of a YAML file, which is a list: the keys of its items are directives, and their
 * values what these take, as text. {@code down} may have a value for each column. No object is made
 * of what the file says. Not thread-safe; the one class that needs SnakeYAML Engine.
 */
final class YamlDirectives {

  private final MigrationText text;
  private final List<Directive> directives = new ArrayList<>();

  YamlDirectives(MigrationText text) {
    this.text = text;
  }

  List<Directive> read() {
    try {
      Compose compose = new Compose(LoadSettings.builder().setLabel(text.file()).build());
      compose.composeString(text.text()).ifPresent(this::list);
    } catch (MarkedYamlEngineException broken) {
      throw refuse(broken.getProblemMark(), broken.getProblem(), "Mend the YAML");
    } catch (YamlEngineException broken) {
      throw refuse(Optional.empty(), String.valueOf(broken.getMessage()), "Mend the YAML");
    }
    return directives;
  }

  private void list(Node root) {
    if (!(root instanceof SequenceNode list)) {
      throw refuse(root, "it is no list", "Begin each change with a dash, as - table: users");
    }
    for (Node item : list.getValue()) {
      if (!(item instanceof MappingNode change)) {
        throw refuse(item, "an item is no change", "Write a key and its value, as table: users");
      }
      for (NodeTuple entry : change.getValue()) {
        directive(entry);
      }
    }
  }

  private void directive(NodeTuple entry) {
    String word = scalar(entry.getKeyNode());
    String place = place(entry.getKeyNode().getStartMark());
    if (word.equals("down") && entry.getValueNode() instanceof MappingNode columns) {
      for (NodeTuple column : columns.getValue()) {
        String expression = scalar(column.getKeyNode()) + ": " + scalar(column.getValueNode());
        directives.add(new Directive(word, expression, place(column.getKeyNode().getStartMark())));
      }
    } else {
      directives.add(new Directive(word, scalar(entry.getValueNode()), place));
    }
  }

  private String scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw refuse(node, "a text stands here in every migration", "Write it as one text");
  }

  private InvalidMigrationException refuse(Node node, String why, String remedy) {
    return refuse(node.getStartMark(), why, remedy);
  }

  private InvalidMigrationException refuse(Optional<Mark> mark, String why, String remedy) {
    return text.refuse(place(mark), why, remedy);
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
        .orElse("somewhere");
  }
}
