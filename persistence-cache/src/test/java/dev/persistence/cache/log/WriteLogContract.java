package dev.persistence.cache.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link WriteLog} must do. */
public abstract class WriteLogContract {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(150);

  private final List<WriteLog> logs = new ArrayList<>();

  /** For those who extend it. */
  protected WriteLogContract() {}

  /** Returns a log of one node; all logs of a test have the same queue, which is empty at first. */
  protected abstract WriteLog newLog();

  private WriteLog open() {
    WriteLog log = newLog();
    logs.add(log);
    log.open(2);
    return log;
  }

  @AfterEach
  void closeLogs() {
    logs.forEach(WriteLog::close);
  }

  private static LogEntry entry(String text) {
    return new LogEntry(text, text.getBytes(StandardCharsets.UTF_8), Instant.ofEpochMilli(1234));
  }

  private static List<LogEntry> entries(List<LogRecord> records) {
    List<LogEntry> entries = new ArrayList<>();
    records.forEach(record -> entries.add(record.entry()));
    return entries;
  }

  private static List<LogPosition> positions(List<LogRecord> records) {
    return records.stream().map(LogRecord::position).toList();
  }

  @Test
  void appendedEntriesAreReadInTheirOrder() {
    WriteLog log = open();
    List<LogEntry> all =
        List.of(
            entry("a"),
            new LogEntry("'; \"ü\n中\uD83D\uDE00", null, Instant.ofEpochMilli(0)),
            new LogEntry("empty", new byte[0], Instant.ofEpochMilli(-1)),
            new LogEntry("binary", new byte[] {0, -1, 13, 10}, Instant.ofEpochMilli(5)));
    List<LogPosition> appended = new ArrayList<>(log.append(0, all.subList(0, 1)));
    appended.addAll(log.append(0, all.subList(1, 4)));
    assertThat(log.lease(0, LONG)).isTrue();
    List<LogRecord> read = log.first(0, 10);
    assertThat(entries(read)).isEqualTo(all);
    assertThat(positions(read)).isEqualTo(appended).isSorted();
  }

  @Test
  void readingGoesOnBehindAPosition() {
    WriteLog log = open();
    log.append(0, List.of(entry("a"), entry("b"), entry("c")));
    assertThat(log.lease(0, LONG)).isTrue();
    List<LogRecord> page = log.first(0, 2);
    assertThat(entries(page)).containsExactly(entry("a"), entry("b"));
    LogPosition last = page.get(1).position();
    page = log.next(0, last, 2);
    assertThat(entries(page)).containsExactly(entry("c"));
    last = page.get(0).position();
    assertThat(log.next(0, last, 2)).isEmpty();
    log.append(0, List.of(entry("d")));
    assertThat(entries(log.next(0, last, 2))).containsExactly(entry("d"));
  }

  @Test
  void acknowledgedEntriesAreGone() {
    WriteLog log = open();
    List<LogPosition> positions = log.append(0, List.of(entry("a"), entry("b"), entry("c")));
    assertThat(log.lease(0, LONG)).isTrue();
    log.first(0, 10);
    log.acknowledge(0, List.of(positions.get(1)));
    assertThat(log.remaining(0, positions))
        .containsExactlyInAnyOrder(positions.get(0), positions.get(2));
    log.acknowledge(0, positions);
    assertThat(log.remaining(0, positions)).isEmpty();
  }

  @Test
  void nextOwnerReadsWhatWasNotAcknowledged() {
    WriteLog first = open();
    WriteLog second = open();
    List<LogPosition> positions =
        first.append(0, List.of(entry("a"), entry("b"), entry("c"), entry("d"), entry("e")));
    assertThat(first.lease(0, LONG)).isTrue();
    first.first(0, 4);
    first.acknowledge(0, positions.subList(0, 2));
    first.release(0);
    assertThat(second.lease(0, LONG)).isTrue();
    List<LogRecord> page = second.first(0, 1);
    assertThat(entries(page)).containsExactly(entry("c"));
    page = second.next(0, page.get(0).position(), 10);
    assertThat(entries(page)).startsWith(entry("d"));
    if (page.size() == 1) { // A page may end where entries begin that nobody has read yet.
      page = second.next(0, page.get(0).position(), 10);
    }
    assertThat(entries(page)).endsWith(entry("e"));
  }

  @Test
  void readingFromTheFirstAgainYieldsTheSame() {
    WriteLog log = open();
    log.append(0, List.of(entry("a"), entry("b")));
    assertThat(log.lease(0, LONG)).isTrue();
    assertThat(log.first(0, 10)).isEqualTo(log.first(0, 10)).hasSize(2);
  }

  @Test
  void oneLogAtATimeHasTheLease() {
    WriteLog first = open();
    WriteLog second = open();
    assertThat(first.lease(0, LONG)).isTrue();
    assertThat(second.lease(0, LONG)).isFalse();
    assertThat(first.lease(0, LONG)).as("renewed").isTrue();
    assertThat(second.lease(1, LONG)).as("another stripe").isTrue();
    second.release(0);
    assertThat(second.lease(0, LONG)).as("who has none cannot release it").isFalse();
    first.release(0);
    assertThat(second.lease(0, LONG)).isTrue();
    assertThat(first.lease(0, LONG)).isFalse();
  }

  @Test
  void leaseThatIsRenewedIsKeptBeyondItsTime() {
    WriteLog first = open();
    WriteLog second = open();
    Duration time = Duration.ofSeconds(1);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < time.toNanos() * 5 / 4) {
      assertThat(first.lease(0, time)).isTrue();
      assertThat(second.lease(0, time)).isFalse();
    }
  }

  @Test
  void leaseThatIsNotRenewedIsTakenOver() {
    WriteLog first = open();
    WriteLog second = open();
    long start = System.nanoTime();
    assertThat(first.lease(0, SHORT)).isTrue();
    await().pollInterval(Duration.ofMillis(10)).until(() -> second.lease(0, LONG));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
    assertThat(first.lease(0, SHORT)).isFalse();
  }

  @Test
  void stripesAreApart() {
    WriteLog log = open();
    log.append(0, List.of(entry("a")));
    log.append(1, List.of(entry("b")));
    assertThat(log.lease(1, LONG)).isTrue();
    assertThat(entries(log.first(1, 10))).containsExactly(entry("b"));
  }

  @Test
  void otherNumberOfStripesIsRefused() {
    open();
    WriteLog other = newLog();
    logs.add(other);
    assertThatThrownBy(() -> other.open(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stripes is 3; allowed: 2");
  }

  @Test
  void concurrentAppendsAreReadOnceAndInTheOrderOfTheirPositions() throws Exception {
    WriteLog reader = open();
    assertThat(reader.lease(0, LONG)).isTrue();
    List<FutureTask<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      WriteLog log = open();
      String name = "w" + i + "-";
      FutureTask<Void> writer =
          new FutureTask<>(
              () -> {
                for (int n = 0; n < 25; n++) {
                  log.append(0, List.of(entry(name + n), entry(name + n + "+")));
                }
                return null;
              });
      writers.add(writer);
      new Thread(writer, name).start();
    }
    List<LogRecord> read = new ArrayList<>(reader.first(0, 7));
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              read.addAll(
                  read.isEmpty()
                      ? reader.first(0, 7)
                      : reader.next(0, read.get(read.size() - 1).position(), 7));
              return read.size() >= 200;
            });
    for (FutureTask<Void> writer : writers) {
      writer.get(20, TimeUnit.SECONDS);
    }
    assertThat(positions(read)).isSorted().doesNotHaveDuplicates().hasSize(200);
    assertThat(entries(read).stream().map(LogEntry::key).filter(key -> key.startsWith("w2-")))
        .startsWith("w2-0", "w2-0+", "w2-1", "w2-1+")
        .hasSize(50);
  }
}
