package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadScopeTest {

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(ReadScope.current()).isNull();
  }

  @Test
  void theInnermostScopeCounts() {
    try (ReadScope outer = ReadScope.open(Consistency.eventual())) {
      try (ReadScope inner = ReadScope.open(Consistency.primary())) {
        assertThat(ReadScope.current()).isEqualTo(Consistency.primary());
      }
      assertThat(ReadScope.current()).isEqualTo(Consistency.eventual());
    }
  }

  @Test
  void closingTwiceDoesNothing() {
    try (ReadScope outer = ReadScope.open(Consistency.eventual())) {
      ReadScope inner = ReadScope.open(Consistency.primary());
      inner.close();
      inner.close();
      assertThat(ReadScope.current()).isEqualTo(Consistency.eventual());
    }
  }

  @Test
  void whatWasLeftOpenInsideIsEndedAndReported() {
    ReadScope outermost = ReadScope.open(Consistency.session());
    ReadScope outer = ReadScope.open(Consistency.eventual());
    ReadScope.open(Consistency.bounded(Duration.ofSeconds(1)));
    ReadScope inner = ReadScope.open(Consistency.primary());
    assertThatIllegalStateException()
        .isThrownBy(outer::close)
        .withMessageContaining("\"primary\" was left open inside \"eventual\"");
    assertThat(ReadScope.current()).isEqualTo(Consistency.session());
    inner.close();
    outer.close();
    outermost.close();
  }

  @Test
  void anotherThreadIsInNoScopeAndCannotCloseThisOne() {
    try (ReadScope scope = ReadScope.open(Consistency.primary())) {
      CompletableFuture.runAsync(
              () -> {
                assertThat(ReadScope.current()).isNull();
                assertThatIllegalStateException().isThrownBy(scope::close);
              })
          .join();
      assertThat(ReadScope.current()).isEqualTo(Consistency.primary());
    }
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> ReadScope.open(null));
  }
}
