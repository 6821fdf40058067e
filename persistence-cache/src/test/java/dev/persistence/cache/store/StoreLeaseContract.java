package dev.persistence.cache.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values, leases and tombstones; a part of {@link CacheStoreContract}. */
public abstract class StoreLeaseContract extends StoreFixtureContract {

  protected StoreLeaseContract() {}

  @Test
  void nothingIsReadWhereNothingWasStored() {
    assertThat(space.read("a")).isNull();
    assertThat(space.readAll(List.of("a", "b"))).isEmpty();
  }

  @Test
  void whatOneNodeStoresIsReadByAll() {
    load(space, "a", "one");
    StoredValue value = there(other.read("a"));
    assertThat(text(value)).isEqualTo("one");
    assertThat(value.expired()).isFalse();
    assertThat(value.stamp()).isNotZero();
    assertThat(value.ageMillis()).isBetween(0L, 20_000L);
    assertThat(there(space.read("a")).stamp()).isEqualTo(value.stamp());
  }

  @Test
  void bytesAndIdsOfAnyKindComeBackAsTheyWere() {
    SeededRandom.forAll(
        60,
        random -> {
          String id = random.text(20) + random.pick(List.of("#", "\\", ":", "{x}", " ", "ä"));
          id = random.chance(0.5) ? "#" + id : id;
          byte[] frame = random.bytes(3_000);
          String token = token();
          granted(lease(space, id, token));
          assertThat(space.fill(List.of(new Fill(id, token, frame, LONG, -1)))).containsExactly(id);
          assertThat(there(space.read(id)).frame()).isEqualTo(frame);
          assertThat(other.readAll(List.of(id, "-"))).containsOnlyKeys(id);
          other.invalidate(List.of(id), tombstone("t"));
        });
  }

  @Test
  void aMebibyteIsStored() {
    byte[] frame = new byte[1 << 20];
    frame[frame.length - 1] = 7;
    granted(lease(space, "a", "t"));
    space.fill(List.of(new Fill("a", "t", frame, LONG, -1)));
    assertThat(there(other.read("a")).frame()).isEqualTo(frame);
  }

  @Test
  void ageGrows() {
    load(space, "a", "one");
    eventually(() -> assertThat(there(space.read("a")).ageMillis()).isPositive());
  }

  @Test
  void aValueIsGoneWhenItHasBeenKeptLongEnough() {
    granted(lease(space, "a", "t"));
    space.fill(List.of(new Fill("a", "t", frame("one"), SHORT, -1)));
    eventually(() -> assertThat(space.read("a")).isNull());
    assertThat(space.readAll(List.of("a"))).isEmpty();
    granted(lease(space, "a", "u"));
  }

  @Test
  void readAllHasWhatIsThere() {
    load(space, "a", "one");
    load(space, "c", "three");
    Map<String, StoredValue> values = space.readAll(List.of("a", "b", "c"));
    assertThat(values).containsOnlyKeys("a", "c");
    assertThat(text(values.get("c"))).isEqualTo("three");
    assertThat(space.readAll(List.of())).isEmpty();
  }

  @Test
  void eachValueHasItsOwnStamp() {
    load(space, "a", "one");
    long first = there(space.read("a")).stamp();
    reload("a", "two");
    long second = there(space.read("a")).stamp();
    space.invalidate(List.of("a"), tombstone("t"));
    load(space, "a", "three");
    assertThat(Set.of(first, second, there(space.read("a")).stamp())).hasSize(3);
  }

  @Test
  void aLeaseIsGrantedToOneAtATime() {
    assertThat(granted(lease(space, "a", "mine"))).isEmpty();
    LeaseAnswer answer = lease(other, "a", "yours");
    assertThat(answer).isInstanceOf(LeaseAnswer.Held.class);
    assertThat(((LeaseAnswer.Held) answer).holder()).isEqualTo("mine");
    assertThat(((LeaseAnswer.Held) answer).remaining()).isBetween(LONG.minusSeconds(20), LONG);
    assertThat(fill(other, "a", "yours", "one")).isFalse();
    assertThat(fill(space, "a", "mine", "two")).isTrue();
  }

  @Test
  void aLeaseWhoseReplyWasLostIsGrantedToItsTokenAgain() {
    granted(lease(space, "a", "mine"));
    granted(lease(space, "a", "mine"));
  }

  @Test
  void whoseDurationIsOverMayNotFillAndHindersNobody() {
    granted(lease(space, new LeaseRequest("a", "slow", SHORT, 0)));
    eventually(() -> granted(lease(other, new LeaseRequest("a", "next", LONG, 0))));
    assertThat(fill(space, "a", "slow", "old")).isFalse();
    granted(lease(space, new LeaseRequest("b", "slow", SHORT, 0)));
    eventually(
        () -> assertThat(lease(space, new LeaseRequest("c", token(), SHORT, 0))).isNotNull());
    granted(lease(space, new LeaseRequest("d", "probe", SHORT, 0)));
    eventually(() -> granted(lease(space, "d", "later")));
    assertThat(fill(space, "b", "slow", "old")).isFalse();
  }

  @Test
  void aFilledLeaseIsOver() {
    load(space, "a", "one");
    StoredValue value = there(space.read("a"));
    granted(lease(other, new LeaseRequest("a", "next", LONG, value.stamp())));
  }

  @Test
  void aLeaseIsUsedOnce() {
    granted(lease(space, "a", "mine"));
    assertThat(fill(space, "a", "mine", "one")).isTrue();
    assertThat(fill(space, "a", "mine", "two")).isFalse();
    assertThat(text(space.read("a"))).isEqualTo("one");
  }

  @Test
  void aValueThatWasNotSeenIsTheAnswer() {
    load(space, "a", "one");
    long seen = there(space.read("a")).stamp();
    reload("a", "two");
    for (long stamp : new long[] {0, seen}) {
      LeaseAnswer answer = lease(other, new LeaseRequest("a", token(), LONG, stamp));
      assertThat(answer).isInstanceOf(LeaseAnswer.Found.class);
      assertThat(((LeaseAnswer.Found) answer).value())
          .usingRecursiveComparison()
          .ignoringFields("ageMillis")
          .isEqualTo(space.read("a"));
    }
  }

  @Test
  void aLeaseGivenBackIsFree() {
    granted(lease(space, "a", "mine"));
    space.release(List.of("a"), "another");
    assertThat(lease(other, "a", "yours")).isInstanceOf(LeaseAnswer.Held.class);
    space.release(List.of("a", "none"), "mine");
    granted(lease(other, "a", "yours"));
    assertThat(fill(space, "a", "mine", "one")).isFalse();
  }

  @Test
  void nobodyFillsWithoutALease() {
    assertThat(fill(space, "a", "none", "one")).isFalse();
    assertThat(space.read("a")).isNull();
  }

  @Test
  void aLoadThatBeganBeforeAnInvalidationStoresNothing() {
    endsLease("a", () -> other.invalidate(List.of("a"), tombstone("t")));
    load(space, "b", "one");
    endsLease("b", () -> other.invalidate(List.of("b"), tombstone("t")));
    assertThat(space.read("b")).isNull();
  }

  @Test
  void aLoadThatBeganBeforeARemovalByOtherMeansStoresNothing() {
    load(space, "a", "one");
    endsLease("a", () -> removeOutside("a"));
    assertThat(space.read("a")).isNull();
  }

  @Test
  void aLoadThatBeganBeforeAnExpiryStoresNothing() {
    load(space, "a", "one");
    endsLease("a", () -> other.expire(List.of("a")));
  }

  @Test
  void anExpiredValueIsThereUntilAnotherIsStored() {
    load(space, "a", "one");
    other.expire(List.of("a", "none"));
    StoredValue value = there(space.read("a"));
    assertThat(value.expired()).isTrue();
    assertThat(text(value)).isEqualTo("one");
    reload("a", "two");
    assertThat(there(space.read("a")).expired()).isFalse();
  }

  @Test
  void tombstonesAreKeptForEveryLoad() {
    space.invalidate(List.of("a"), tombstone("p1"));
    other.invalidate(List.of("a", "b"), tombstone("p2"));
    space.invalidate(List.of("a"), tombstone("p1"));
    assertThat(reload("a", "one")).containsExactlyInAnyOrder("p1", "p2");
    assertThat(reload("a", "two")).containsExactlyInAnyOrder("p1", "p2");
    assertThat(reload("b", "one")).containsExactly("p2");
  }

  @Test
  void aTombstoneIsForgottenWhenItHasBeenKeptLongEnough() {
    space.invalidate(List.of("a"), tombstone("p1"));
    space.invalidate(List.of("a"), new Tombstone("p2", SHORT));
    space.invalidate(List.of("a"), new Tombstone("p1", SHORT));
    eventually(() -> assertThat(reload("a", "one")).containsExactly("p1"));
  }

  @Test
  void anUnknownPositionIsAPositionToo() {
    space.invalidate(List.of("a"), tombstone(Tombstone.UNKNOWN));
    assertThat(reload("a", "one")).containsExactly(Tombstone.UNKNOWN);
  }

  @Test
  void manyPositionsBecomeUnknown() {
    List<String> positions = IntStream.range(0, 8).mapToObj(i -> "0/" + i).toList();
    positions.forEach(position -> space.invalidate(List.of("a"), tombstone(position)));
    assertThat(reload("a", "one")).containsExactlyInAnyOrderElementsOf(positions);
    space.invalidate(List.of("a"), new Tombstone("0/9", Duration.ofMillis(1)));
    assertThat(reload("a", "one")).contains(Tombstone.UNKNOWN);
    space.invalidate(List.of("a"), tombstone("0/A"));
    assertThat(reload("a", "one")).contains(Tombstone.UNKNOWN);
  }

  @Test
  void eachSchemaVersionHasItsValueAndAllAreInvalidatedTogether() {
    StoreSpace next = open(2, new Recorder());
    load(space, "a", "one");
    assertThat(next.read("a")).isNull();
    load(next, "a", "two");
    assertThat(text(space.read("a"))).isEqualTo("one");
    assertThat(text(next.read("a"))).isEqualTo("two");
    space.expire(List.of("a"));
    assertThat(there(next.read("a")).expired()).isTrue();
    next.invalidate(List.of("a"), tombstone("p"));
    assertThat(space.read("a")).isNull();
    assertThat(next.read("a")).isNull();
    assertThat(reload("a", "three")).containsExactly("p");
  }

  @Test
  void anInvalidationByAnotherSchemaVersionEndsTheLease() {
    StoreSpace next = open(2, new Recorder());
    endsLease("a", () -> next.invalidate(List.of("a"), tombstone("p")));
  }
}
