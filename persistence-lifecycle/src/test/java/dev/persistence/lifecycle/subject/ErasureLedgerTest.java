package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureLedgerTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final String FIRST = "a".repeat(64);
  private static final String SECOND = "b".repeat(64);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("ledger");
  }

  private void add(String hash) throws IOException {
    UUID request = UUID.fromString("00000000-0000-0000-0000-000000000001");
    ErasureLedger.in(file).add(new ErasureOrder(request, "42", hash, "policy é 1"), AT);
  }

  private ErasureLedger.Content read() throws IOException {
    return ErasureLedger.in(file).read();
  }

  @Test
  void entriesComeBackAndHaveNoIdInThem() throws IOException {
    assertThat(read().subjects()).isEmpty();
    add(FIRST);
    add(SECOND);
    add(FIRST);
    assertThat(read().subjects()).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(read().unreadable()).isZero();
    assertThat(Files.readString(file)).contains("policy é 1").doesNotContain("42");
  }

  @Test
  void lineTornAnywhereTakesNoOtherAlong() throws IOException {
    add(FIRST);
    byte[] whole = Files.readAllBytes(file);
    add(SECOND);
    byte[] both = Files.readAllBytes(file);
    for (int length = whole.length + 2; length < both.length - 1; length++) {
      Files.write(file, Arrays.copyOf(both, length));
      assertThat(read().subjects()).as("torn at " + length).containsExactly(FIRST);
      assertThat(read().unreadable()).as("torn at " + length).isEqualTo(1);
      add("c".repeat(64));
      assertThat(read().subjects()).containsExactlyInAnyOrder(FIRST, "c".repeat(64));
    }
  }

  @Test
  void damagedLineIsCounted() throws IOException {
    add(FIRST);
    Files.writeString(file, Files.readString(file).replace("policy", "Policy"));
    Files.write(file, new byte[] {(byte) 0xff, '\n'}, StandardOpenOption.APPEND);
    add(SECOND);
    assertThat(read().subjects()).containsExactly(SECOND);
    assertThat(read().unreadable()).isEqualTo(2);
  }

  @Test
  void folderThatIsMissingFails() {
    file = folder.resolve("missing").resolve("ledger");
    assertThatThrownBy(() -> add(FIRST)).isInstanceOf(IOException.class);
  }
}
