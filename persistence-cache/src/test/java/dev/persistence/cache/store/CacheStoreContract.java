package dev.persistence.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CacheStore} must do. Extend it with a store of your own; it is in the test-jar
 * of this module. Two nodes, {@code space} and {@code other}, share a namespace that is new to each
 * test.
 */
public abstract class CacheStoreContract extends StoreChangeContract {

  protected CacheStoreContract() {}

  @Test
  void aChannelBeginsWithALossSinceNobodyKnowsWhatCameBefore() {
    List<String> before =
        heard.events().stream().takeWhile(event -> !event.startsWith("proven")).toList();
    assertThat(before).startsWith("lost", "restored").containsOnly("lost", "restored");
  }

  @Test
  void everyChangeIsHeardByEveryNode() {
    isHeard("changed a", () -> load(space, "a", "one"));
    isHeard("changed a", () -> space.expire(List.of("a")));
    isHeard("changed a", () -> space.invalidate(List.of("a", "b"), tombstone("p")));
    isHeard("changed b", () -> space.invalidate(List.of("a", "b"), tombstone("p")));
    isHeard("changed c", () -> putIfNewer(space, "c", 1));
    isHeard("changed d", () -> space.fence(List.of("d"), "f", LONG));
    isHeard("changed d", () -> space.unfenceAndFill(versioned("d", "f", 1), tombstone("p")));
    isHeard("changed e", () -> space.fence(List.of("e"), "f", LONG));
    isHeard("changed e", () -> space.unfence(List.of("e"), "f", null));
    isHeard("changed d", () -> removeOutside("d"));
    granted(lease(space, "f", "t"));
    isHeard("changed f", () -> space.release(List.of("f"), "t"));
  }

  @Test
  void idsAreHeardAsTheyWereGiven() {
    for (String id : List.of("#a", "\\a", ":a", "a b", "{a}b", "ä\n", "", "# ")) {
      isHeard("changed " + id, () -> space.invalidate(List.of(id), tombstone("p")));
    }
  }

  @Test
  void aChangeByAnotherSchemaVersionIsHeard() {
    StoreSpace next = open(2, new Recorder());
    isHeard("changed a", () -> next.invalidate(List.of("a"), tombstone("p")));
  }

  @Test
  void whatHappenedBeforeAnInstantIsHeardBeforeItsProof() {
    for (int i = 0; i < 5; i++) {
      String id = "id-" + i;
      space.invalidate(List.of(id), tombstone("p"));
      long now = time().nanos();
      eventually(() -> assertThat(heardByOther.hasProof(now)).isTrue());
      List<String> events = heardByOther.events();
      List<String> untilProof = events.stream().takeWhile(event -> !isProof(event, now)).toList();
      assertThat(untilProof).contains("changed " + id);
    }
  }

  private static boolean isProof(String event, long nanos) {
    return event.startsWith("proven ") && Long.parseLong(event.substring(7)) - nanos > 0;
  }

  @Test
  void nothingIsHeardOfOtherNamespaces() {
    load(space, "a", "one");
    long now = time().nanos();
    eventually(() -> assertThat(heard.hasProof(now)).isTrue());
    assertThat(heard.events())
        .allMatch(
            event ->
                event.equals("changed a")
                    || event.equals("lost")
                    || event.equals("restored")
                    || event.startsWith("proven"));
  }

  @Test
  void nothingIsHeardAfterClose() {
    other.close();
    isHeardHere("changed a", () -> space.invalidate(List.of("a"), tombstone("p")));
    assertThat(heardByOther.events()).doesNotContain("changed a");
  }

  private void isHeardHere(String event, Runnable what) {
    what.run();
    eventually(() -> assertThat(heard.events()).contains(event));
  }

  @Test
  void valuesOutliveTheSpace() {
    load(other, "a", "one");
    other.close();
    assertThat(text(space.read("a"))).isEqualTo("one");
  }

  @Test
  void aGenerationIsTheSameForAllNodesUntilItIsRenewed() {
    assertThat(space.generations(List.of("", "red"))).containsOnlyKeys("", "red");
    long all = generation(space, "").number();
    long red = generation(space, "red").number();
    assertThat(generation(other, "").number()).isEqualTo(all);
    assertThat(generation(other, "red").number()).isEqualTo(red);
    other.renew("red");
    assertThat(generation(space, "red").number()).isNotEqualTo(red);
    assertThat(generation(space, "").number()).isEqualTo(all);
  }

  @Test
  void aGenerationNeverComesAgain() {
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      assertThat(seen.add(generation(space, "red").number())).isTrue();
      space.renew("red");
      assertThat(seen.add(generation(space, "red").number())).isTrue();
      removeGenerationOutside("red");
    }
  }

  @Test
  void aGenerationTellsHowLongAgoItWasRenewed() {
    assertThat(generation(space, "red").ageMillis()).isEqualTo(Long.MAX_VALUE);
    space.renew("red");
    assertThat(generation(other, "red").ageMillis()).isBetween(0L, 20_000L);
    eventually(() -> assertThat(generation(other, "red").ageMillis()).isBetween(1L, 20_000L));
    removeGenerationOutside("red");
    assertThat(generation(space, "red").ageMillis()).isEqualTo(Long.MAX_VALUE);
  }

  private static Generation generation(StoreSpace by, String name) {
    return Objects.requireNonNull(by.generations(List.of(name)).get(name), "no generation");
  }

  @Test
  void aNewGenerationIsHeardByEveryNode() {
    for (String name : List.of("", "red", "#red", ":", "ä b")) {
      isHeard("generation " + name, () -> space.renew(name));
    }
    isHeard("generation red", () -> removeGenerationOutside("red"));
  }

  @Test
  void aGenerationIsNoId() {
    space.generations(List.of("a"));
    assertThat(space.readAll(List.of("#a", "a", "#"))).isEmpty();
    load(space, "#a", "one");
    long generation = generation(space, "a").number();
    space.invalidate(List.of("#a"), tombstone("p"));
    assertThat(generation(space, "a").number()).isEqualTo(generation);
  }

  @Test
  void aBatchDecidesForEachIdOnItsOwn() {
    load(space, "found", "one");
    granted(lease(other, "held", "theirs"));
    other.fence(List.of("fenced"), "f", LONG);
    other.invalidate(List.of("free"), tombstone("p"));
    Map<String, LeaseAnswer> answers =
        space.lease(
            List.of("found", "held", "fenced", "free", "new").stream()
                .map(id -> new LeaseRequest(id, "mine", LONG, 0))
                .toList());
    assertThat(answers).hasSize(5);
    assertThat(answers.get("found")).isInstanceOf(LeaseAnswer.Found.class);
    assertThat(answers.get("held")).isInstanceOf(LeaseAnswer.Held.class);
    assertThat(answers.get("fenced")).isInstanceOf(LeaseAnswer.Fenced.class);
    assertThat(answers.get("free")).isEqualTo(new LeaseAnswer.Granted(List.of("p")));
    assertThat(answers.get("new")).isEqualTo(new LeaseAnswer.Granted(List.of()));
  }

  @Test
  void aBatchOfFillsStoresWhatItMay() {
    for (String id : List.of("a", "b", "c")) {
      granted(lease(space, id, "mine"));
    }
    other.invalidate(List.of("a"), tombstone("p"));
    List<Fill> fills =
        List.of("none", "a", "b", "c").stream()
            .map(id -> new Fill(id, "mine", frame(id), LONG, Fill.NO_VERSION))
            .toList();
    assertThat(space.fill(fills)).containsExactlyInAnyOrder("b", "c");
    assertThat(space.readAll(List.of("none", "a", "b", "c"))).containsOnlyKeys("b", "c");
  }

  @Test
  void aLargeBatchReadHasWhatIsThereUnderItsOwnId() {
    List<String> ids = IntStream.range(0, 1_100).mapToObj(i -> "id-" + i).toList();
    List<String> there = List.of("id-0", "id-249", "id-250", "id-777", "id-1099");
    there.forEach(id -> load(space, id, "of " + id));
    Map<String, StoredValue> read = other.readAll(ids);
    assertThat(read).containsOnlyKeys(there);
    read.forEach((id, value) -> assertThat(text(value)).isEqualTo("of " + id));
  }

  @Test
  void aBatchReadMayNameAnIdTwice() {
    load(space, "a", "one");
    assertThat(other.readAll(List.of("a", "none", "a", "none"))).containsOnlyKeys("a");
  }

  @Test
  void anEmptyBatchIsNothing() {
    assertThat(space.lease(List.of())).isEmpty();
    assertThat(space.fill(List.of())).isEmpty();
    assertThat(space.generations(List.of())).isEmpty();
    space.release(List.of(), "t");
    space.invalidate(List.of(), tombstone("p"));
    space.fence(List.of(), "f", LONG);
    space.unfence(List.of(), "f", null);
    space.expire(List.of());
  }
}
