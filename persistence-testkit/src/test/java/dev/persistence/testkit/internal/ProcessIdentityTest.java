package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {

  private final ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());

  @Test
  void livingProcessIsFoundByWhatWasWritten() {
    assertThat(ProcessIdentity.parse(self.toString()).flatMap(ProcessIdentity::living))
        .contains(ProcessHandle.current());
  }

  @Test
  void reusedPidIsNotTheRecordedProcess() {
    ProcessIdentity earlier = new ProcessIdentity(self.pid(), self.startMillis() - 10_000);
    assertThat(earlier.living()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "12-x", "1-2-3", "-"})
  void otherTextIsNoIdentity(String text) {
    assertThat(ProcessIdentity.parse(text)).isEmpty();
  }
}
