package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationStateTest {

  /** Where each state leads, itself apart. */
  private static final Map<String, String> NEXT =
      Map.ofEntries(
          Map.entry("PLANNED", "EXPANDING"),
          Map.entry("EXPANDING", "EXPANDED ABORTING"),
          Map.entry("EXPANDED", "BACKFILLING ABORTING"),
          Map.entry("BACKFILLING", "BACKFILLED ABORTING"),
          Map.entry("BACKFILLED", "VERIFYING ABORTING"),
          Map.entry("VERIFYING", "VERIFIED ABORTING"),
          Map.entry("VERIFIED", "VERIFYING SWITCHED ABORTING"),
          Map.entry("SWITCHED", "CONTRACTING REVERTING ABORTING"),
          Map.entry("REVERTING", "VERIFIED ABORTING"),
          Map.entry("CONTRACTING", "COMPLETED"),
          Map.entry("COMPLETED", ""),
          Map.entry("ABORTING", "ABORTED"),
          Map.entry("ABORTED", "EXPANDING"));

  @Test
  void everyStateLeadsWhereTheTableSays() {
    for (MigrationState from : MigrationState.values()) {
      Set<String> reachable =
          Stream.of(MigrationState.values())
              .filter(next -> next != from && from.mayBecome(next))
              .map(Enum::name)
              .collect(Collectors.toSet());
      String expected = String.valueOf(NEXT.get(from.name()));
      assertThat(reachable)
          .as(from.name())
          .isEqualTo(expected.isEmpty() ? Set.of() : Set.of(expected.split(" ")));
    }
  }

  @Test
  void everyStateMayStay() {
    assertThat(MigrationState.values()).allMatch(state -> state.mayBecome(state));
  }
}
