package dev.persistence.migrate;

import static dev.persistence.migrate.ReadSide.READ_NEW;
import static dev.persistence.migrate.ReadSide.READ_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShadowReadTest {

  private static ShadowReport after(ShadowRead<?, ?> read, long comparisons) {
    await()
        .atMost(1, TimeUnit.MINUTES)
        .until(() -> read.report().compared() + read.report().failed() >= comparisons);
    return read.report();
  }

  @Test
  void theSideAnswersAndTheOtherIsCompared() throws SQLException {
    try (ShadowRead<Integer, String> read =
        ShadowRead.<Integer, String>of(key -> "old " + key, key -> "new " + key)
            .share(1)
            .mask(key -> "key " + key)
            .build()) {
      assertThat(read.read(1, READ_OLD)).isEqualTo("old 1");
      assertThat(read.read(2, READ_NEW)).isEqualTo("new 2");
      ShadowReport report = after(read, 2);
      assertThat(report.differed()).isEqualTo(2);
      assertThat(report.maskedKeys()).containsExactlyInAnyOrder("key 1", "key 2");
    }
  }

  @Test
  void equalAnswersAreNoDifference() throws SQLException {
    try (ShadowRead<Integer, String> read =
        ShadowRead.<Integer, String>of(String::valueOf, String::valueOf).share(1).build()) {
      read.read(7, READ_OLD);
      assertThat(after(read, 1)).isEqualTo(new ShadowReport(1, 0, 0, 0, List.of()));
    }
  }

  @Test
  void differenceThatIsGoneAtASecondLookIsNone() throws SQLException {
    AtomicInteger written = new AtomicInteger(1);
    try (ShadowRead<String, Integer> read =
        ShadowRead.<String, Integer>of(key -> Math.min(2, written.getAndIncrement()), key -> 2)
            .share(1)
            .build()) {
      assertThat(read.read("a", READ_OLD)).isEqualTo(1);
      assertThat(after(read, 1).differed()).isZero();
    }
  }

  @Test
  void failureOfTheShadowIsCountedAndOfTheOtherThrown() throws SQLException {
    ShadowRead.Query<String, Integer> failing =
        key -> {
          throw new SQLException("gone");
        };
    try (ShadowRead<String, Integer> read =
        ShadowRead.<String, Integer>of(key -> 1, failing).share(1).build()) {
      assertThat(read.read("a", READ_OLD)).isEqualTo(1);
      assertThat(after(read, 1).failed()).isEqualTo(1);
      assertThatThrownBy(() -> read.read("a", READ_NEW)).hasMessage("gone");
    }
  }

  @Test
  void comparisonsThatDoNotFitAreDroppedAndNobodyWaits() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ShadowRead.Query<Integer, Integer> waiting =
        key -> {
          entered.countDown();
          try {
            released.await(1, TimeUnit.MINUTES);
          } catch (InterruptedException interrupted) {
            throw new SQLException(interrupted);
          }
          return key;
        };
    ShadowRead<Integer, Integer> read =
        ShadowRead.<Integer, Integer>of(key -> key, waiting).share(1).queue(1).build();
    try (read) {
      read.read(1, READ_OLD);
      assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();
      read.read(2, READ_OLD);
      read.read(3, READ_OLD);
      assertThat(read.report().dropped()).isEqualTo(1);
      released.countDown();
      assertThat(after(read, 2).differed()).isZero();
    }
    assertThat(read.read(4, READ_OLD)).isEqualTo(4);
    assertThat(read.report().dropped()).isEqualTo(2);
  }

  @Test
  void atTheEndWhatWaitsIsDroppedAndWhatIsAtWorkIsInterrupted() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    ShadowRead.Query<Integer, Integer> endless =
        key -> {
          entered.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException interrupted) {
            throw new SQLException(interrupted);
          }
          return key;
        };
    ShadowRead<Integer, Integer> read =
        ShadowRead.<Integer, Integer>of(key -> key, endless).share(1).queue(2).build();
    try (read) {
      assertThat(read.config().queue()).isEqualTo(2);
      read.read(1, READ_OLD);
      assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();
      read.read(2, READ_OLD);
      read.read(3, READ_OLD);
    }
    assertThat(read.report()).isEqualTo(new ShadowReport(0, 0, 1, 2, List.of()));
  }

  @Test
  void withoutAShareNothingIsCompared() throws SQLException {
    ShadowRead<Integer, Integer> read =
        ShadowRead.<Integer, Integer>of(key -> 1, key -> 2).share(0).build();
    try (read) {
      for (int i = 0; i < 100; i++) {
        read.read(i, READ_OLD);
      }
    }
    assertThat(read.report()).isEqualTo(new ShadowReport(0, 0, 0, 0, List.of()));
  }

  @Test
  void keysAreToldByADigest() throws SQLException {
    try (ShadowRead<String, Integer> read =
        ShadowRead.<String, Integer>of(key -> 1, key -> 2).share(1).build()) {
      read.read("someone@example.org", READ_OLD);
      assertThat(after(read, 1).maskedKeys()).singleElement().asString().matches("[0-9a-f]{12}");
    }
  }

  @Test
  void nonsenseIsRejected() {
    ShadowReadBuilder<Integer, Integer> builder = ShadowRead.of(key -> 1, key -> 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.share(1.5))
        .withMessage("share is 1.5; allowed: 0 to 1");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.share(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.queue(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.looks(11));
  }
}
