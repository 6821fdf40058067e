package dev.persistence.migrate.internal.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directives of a SQL file: lines {@code -- @word …}, which a line {@code -- …} right below
 * continues. What stands below the directive of a phase, up to the next directive, are its
 * statements. Not thread-safe.
 */
final class SqlDirectives {

  private final MigrationText text;
  private final List<Directive> directives = new ArrayList<>();
  private final StringBuilder statements = new StringBuilder();
  private @Nullable Directive phase;

  SqlDirectives(MigrationText text) {
    this.text = text;
  }

  List<Directive> read() {
    List<String> lines = text.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.matches("\\s*--\\s*@\\w.*")) {
        int first = i;
        StringBuilder directive = new StringBuilder(line.strip().replaceFirst("--\\s*@", ""));
        while (!Declarations.PHASES.contains(directive.toString())
            && i + 1 < lines.size()
            && lines.get(i + 1).matches("\\s*--\\s{2,}[^\\s@].*")) {
          i++;
          directive.append(' ').append(lines.get(i).strip().substring(2).strip());
        }
        directive(directive.toString().strip(), "line " + (first + 1));
      } else {
        statement(line, "line " + (i + 1));
      }
    }
    endPhase();
    return directives;
  }

  private void directive(String line, String place) {
    endPhase();
    String[] parts = line.split("\\s+", 2);
    Directive directive = new Directive(parts[0], parts.length > 1 ? parts[1] : "", place);
    if (!Declarations.PHASES.contains(parts[0])) {
      directives.add(directive);
      return;
    }
    if (!directive.rest().isEmpty()) {
      throw text.refuse(
          place, "\"@" + parts[0] + "\" stands alone in its line", "End the line there");
    }
    phase = directive;
  }

  private void endPhase() {
    Directive ended = phase;
    if (ended != null) {
      directives.add(new Directive(ended.word(), statements.toString(), ended.place()));
      statements.setLength(0);
      phase = null;
    }
  }

  private void statement(String line, String place) {
    if (phase != null) {
      statements.append(line).append('\n');
    } else if (!line.isBlank() && !line.strip().startsWith("--")) {
      throw text.refuse(
          place,
          "a statement stands below none of -- @expand, -- @contract, -- @abort",
          "Say in which phase it is to run");
    }
  }
}
