package dev.persistence.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions and fences; a part of {@link CacheStoreContract}. */
public abstract class StoreChangeContract extends StoreLeaseContract {

  protected StoreChangeContract() {}

  @Test
  void aNewerVersionIsStoredWithoutALease() {
    assertThat(putIfNewer(space, "a", 0)).isTrue();
    assertThat(putIfNewer(other, "a", 7)).isTrue();
    assertThat(text(space.read("a"))).isEqualTo("v7");
  }

  @Test
  void aVersionThatIsNotNewerIsPassedOver() {
    putIfNewer(space, "a", 7);
    long stamp = there(space.read("a")).stamp();
    assertThat(putIfNewer(other, "a", 7)).isFalse();
    assertThat(putIfNewer(other, "a", 6)).isFalse();
    assertThat(there(space.read("a")).stamp()).isEqualTo(stamp);
  }

  @Test
  void versionsAreComparedAsWholeNumbersOf64Bits() {
    long[] versions = {9, 10, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE - 1, Long.MAX_VALUE};
    for (long version : versions) {
      assertThat(putIfNewer(space, "a", version)).isTrue();
      assertThat(putIfNewer(space, "a", version - 1)).isFalse();
    }
    assertThat(text(space.read("a"))).isEqualTo("v" + Long.MAX_VALUE);
  }

  @Test
  void aPutNeedsAVersion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> putIfNewer(space, "a", Fill.NO_VERSION))
        .withMessageContaining("version is -1");
  }

  @Test
  void aLoadThatBeganBeforeANewerVersionStoresNothing() {
    endsLease("a", () -> assertThat(putIfNewer(other, "a", 1)).isTrue());
    endsLease("a", () -> assertThat(putIfNewer(other, "a", 2)).isTrue());
    assertThat(text(space.read("a"))).isEqualTo("v2");
  }

  @Test
  void aLoadIsNotHinderedByAVersionThatIsNotNewer() {
    putIfNewer(space, "a", 7);
    granted(lease(space, new LeaseRequest("a", "t", LONG, there(space.read("a")).stamp())));
    putIfNewer(other, "a", 7);
    assertThat(space.fill(List.of(versioned("a", "t", 8)))).containsExactly("a");
  }

  @Test
  void aLoadMustSeeAVersionThatWasStored() {
    putIfNewer(space, "a", 7);
    assertThat(reload("a", "one")).containsExactly("put-7");
    assertThat(putIfNewer(space, "a", 8)).isTrue();
  }

  @Test
  void whereAnUnversionedChangeWasMadeOfLateAPutIsAnInvalidation() {
    other.invalidate(List.of("a"), tombstone("p"));
    load(space, "a", "one");
    endsLease("a", () -> assertThat(putIfNewer(space, "a", 7)).isFalse());
    assertThat(space.read("a")).isNull();
    assertThat(reload("a", "two")).containsExactlyInAnyOrder("p", "put-7");
  }

  @Test
  void anUnversionedChangeIsNotForgottenForAVersionedOneOfItsPosition() {
    other.invalidate(List.of("a"), tombstone("p"));
    other.fence(List.of("a"), "f", LONG);
    assertThat(other.unfenceAndFill(versioned("a", "f", 7), tombstone("p"))).isTrue();
    assertThat(putIfNewer(space, "a", 8)).isFalse();
    assertThat(space.read("a")).isNull();
  }

  @Test
  void aPutIsStoredWhenTheTombstoneIsForgotten() {
    other.invalidate(List.of("a"), new Tombstone("p", SHORT));
    eventually(() -> assertThat(granted(lease(space, "a", "t"))).isEmpty());
    assertThat(putIfNewer(space, "a", 7)).isTrue();
  }

  @Test
  void whereAFenceStandsAPutIsAnInvalidation() {
    other.fence(List.of("a"), "f", LONG);
    assertThat(putIfNewer(space, "a", 7)).isFalse();
    assertThat(space.read("a")).isNull();
    assertThat(other.unfenceAndFill(versioned("a", "f", 8), tombstone("p"))).isFalse();
    assertThat(reload("a", "one")).containsExactlyInAnyOrder("p", "put-7");
  }

  @Test
  void aLoadOfAnOlderVersionIsRefusedAndItsLeaseIsOver() {
    putIfNewer(space, "a", 7);
    LeaseRequest request = new LeaseRequest("a", "t", LONG, there(space.read("a")).stamp());
    granted(lease(space, request));
    assertThat(space.fill(List.of(versioned("a", "t", 6)))).isEmpty();
    assertThat(text(space.read("a"))).isEqualTo("v7");
    granted(lease(other, new LeaseRequest("a", "u", LONG, request.seenStamp())));
    assertThat(other.fill(List.of(versioned("a", "u", 7)))).containsExactly("a");
  }

  @Test
  void aVersionIsKnownLongerThanTheValueIsThere() {
    putIfNewer(space, "a", 7);
    space.invalidate(List.of("a"), new Tombstone("p", SHORT));
    eventually(() -> assertThat(granted(lease(space, "a", "t"))).containsExactly("put-7"));
    assertThat(putIfNewer(space, "a", 6)).isFalse();
    assertThat(space.fill(List.of(versioned("a", "t", 6)))).isEmpty();
    assertThat(putIfNewer(space, "a", 8)).isTrue();
  }

  @Test
  void theVersionOfALoadIsKnownToo() {
    granted(lease(space, "a", "t"));
    space.fill(List.of(versioned("a", "t", 7)));
    assertThat(putIfNewer(other, "a", 7)).isFalse();
    assertThat(putIfNewer(other, "a", 8)).isTrue();
  }

  @Test
  void aNewerVersionRemovesTheValuesOfOtherSchemaVersions() {
    StoreSpace next = open(2, new Recorder());
    putIfNewer(space, "a", 7);
    granted(lease(next, "a", "t"));
    next.fill(List.of(versioned("a", "t", 7)));
    assertThat(text(space.read("a"))).isEqualTo("v7");
    putIfNewer(next, "a", 8);
    assertThat(space.read("a")).isNull();
    assertThat(text(next.read("a"))).isEqualTo("v8");
    granted(lease(space, "a", "u"));
    space.fill(List.of(versioned("a", "u", 9)));
    assertThat(next.read("a")).isNull();
  }

  @Test
  void aFenceRemovesTheValueAndGrantsNoLease() {
    StoreSpace next = open(2, new Recorder());
    load(space, "a", "one");
    load(next, "a", "two");
    endsLease("a", () -> other.fence(List.of("a"), "f", LONG));
    assertThat(space.read("a")).isNull();
    assertThat(next.read("a")).isNull();
    LeaseAnswer answer = lease(space, "a", "t");
    assertThat(answer).isInstanceOf(LeaseAnswer.Fenced.class);
    assertThat(((LeaseAnswer.Fenced) answer).remaining()).isBetween(LONG.minusSeconds(20), LONG);
  }

  @Test
  void whereNothingWasChangedAFenceLeavesNothing() {
    other.fence(List.of("a"), "f", LONG);
    other.unfence(List.of("a"), "f", null);
    assertThat(reload("a", "one")).isEmpty();
  }

  @Test
  void aFenceLeavesATombstone() {
    other.fence(List.of("a", "b"), "f", LONG);
    other.unfence(List.of("a", "b"), "f", tombstone("p"));
    assertThat(reload("a", "one")).containsExactly("p");
    assertThat(reload("b", "one")).containsExactly("p");
  }

  @Test
  void everyFenceMustEnd() {
    other.fence(List.of("a"), "f", Duration.ofSeconds(30));
    space.fence(List.of("a"), "g", LONG);
    LeaseAnswer answer = lease(space, "a", "t");
    assertThat(((LeaseAnswer.Fenced) answer).remaining()).isGreaterThan(Duration.ofSeconds(31));
    space.unfence(List.of("a"), "g", null);
    assertThat(lease(space, "a", "t")).isInstanceOf(LeaseAnswer.Fenced.class);
    other.unfence(List.of("a"), "f", null);
    granted(lease(space, "a", "t"));
  }

  @Test
  void aFenceThatWasNotEndedIsAnUnknownChange() {
    other.fence(List.of("a"), "f", Duration.ofMillis(500));
    eventually(
        () -> assertThat(granted(lease(space, "a", "t"))).containsExactly(Tombstone.UNKNOWN));
    assertThat(putIfNewer(space, "a", 7)).isFalse();
    other.fence(List.of("b"), "f", SHORT);
    eventually(() -> assertThat(granted(lease(space, "b", "t"))).isEmpty());
  }

  @Test
  void aFenceThatIsEndedTooLateIsStillAnInvalidation() {
    other.fence(List.of("a"), "f", SHORT);
    eventually(() -> reload("a", "one"));
    endsLease("a", () -> other.unfence(List.of("a"), "f", tombstone("p")));
    assertThat(space.read("a")).isNull();
    assertThat(reload("a", "two")).containsExactly("p");
  }

  @Test
  void theValueOfAChangeIsStoredWhenItsFenceWasAlone() {
    space.invalidate(List.of("a"), tombstone("before"));
    other.fence(List.of("a"), "f", LONG);
    assertThat(other.unfenceAndFill(versioned("a", "f", -1), tombstone("p"))).isTrue();
    assertThat(text(space.read("a"))).isEqualTo("v-1");
    assertThat(reload("a", "one")).containsExactlyInAnyOrder("before", "p");
    assertThat(putIfNewer(space, "a", 7)).isFalse();
  }

  @Test
  void theVersionOfAChangeIsKnown() {
    other.fence(List.of("a"), "f", LONG);
    assertThat(other.unfenceAndFill(versioned("a", "f", 7), tombstone("p"))).isTrue();
    assertThat(putIfNewer(space, "a", 7)).isFalse();
    assertThat(putIfNewer(space, "a", 8)).isTrue();
    other.fence(List.of("a"), "g", LONG);
    assertThat(other.unfenceAndFill(versioned("a", "g", 6), tombstone("p"))).isFalse();
    assertThat(space.read("a")).isNull();
  }

  @Test
  void theValueOfAChangeIsNotStoredWhereSomethingElseHappened() {
    refusesFillAfter("a", () -> space.invalidate(List.of("a"), tombstone("p")));
    refusesFillAfter("b", () -> space.fence(List.of("b"), "g", LONG));
    refusesFillAfter(
        "c",
        () -> {
          space.fence(List.of("c"), "g", LONG);
          space.unfence(List.of("c"), "g", null);
        });
    refusesFillAfter("d", () -> putIfNewer(space, "d", 1));
    refusesFillAfter("e", () -> removeOutside("e"));
    space.fence(List.of("g"), "g", LONG);
    refusesFillAfter("g", () -> space.unfence(List.of("g"), "g", null));
    assertThat(other.unfenceAndFill(versioned("h", "never", 9), tombstone("p"))).isFalse();
  }

  private void refusesFillAfter(String id, Runnable what) {
    other.fence(List.of(id), "f", LONG);
    what.run();
    assertThat(other.unfenceAndFill(versioned(id, "f", 9), tombstone("late"))).isFalse();
    assertThat(space.read(id)).isNull();
    other.unfence(List.of(id), "g", null);
    assertThat(granted(lease(space, id, "t"))).contains("late");
  }

  @Test
  void theValueOfAChangeIsNotStoredWhenItsFenceIsOver() {
    other.fence(List.of("a"), "f", SHORT);
    eventually(() -> granted(lease(space, "a", "t")));
    assertThat(other.unfenceAndFill(versioned("a", "f", 9), tombstone("p"))).isFalse();
    assertThat(fill(space, "a", "t", "old")).isFalse();
  }

  @Test
  void aFenceMayBeBegunTwice() {
    other.fence(List.of("a"), "f", SHORT);
    other.fence(List.of("a"), "f", LONG);
    assertThat(other.unfenceAndFill(versioned("a", "f", 9), tombstone("p"))).isTrue();
  }
}
