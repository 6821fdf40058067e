package dev.persistence.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejectedWithTheOptionsName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.notNull("selector", null))
        .withMessage("selector is null; allowed: any value but null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.notBlank("name", null))
        .withMessageStartingWith("name is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.inRange("maxLag", null, SECOND, MINUTE))
        .withMessageStartingWith("maxLag is null");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void listsAndArraysAreCopiedAndRejectedWithNullInThem() {
    String[] names = {"a", "b"};
    List<String> copy = Arguments.listOf("names", names);
    names[0] = "c";

    assertThat(copy).containsExactly("a", "b").isUnmodifiable();
    assertThat(Arguments.<String>listOf("names", List.of("a"))).containsExactly("a");
    for (List<String> wrong : Arrays.asList(null, Arrays.asList("a", null))) {
      String what = wrong == null ? "is" : "contains";
      String[] array = wrong == null ? null : wrong.toArray(String[]::new);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Arguments.listOf("names", array))
          .withMessageStartingWith("names " + what + " null; allowed: ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Arguments.listOf("names", wrong))
          .withMessageStartingWith("names " + what + " null; allowed: ");
    }
  }

  @Test
  void blankTextIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.notBlank("name", " \t"))
        .withMessage("name is blank; allowed: text that is not blank");
    assertThat(Arguments.notBlank("name", " a ")).isEqualTo(" a ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r", "\u0000a", "a\u0085", "\u007f"})
  void controlCharactersInNamesAreRejected(String wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.name("name", wrong))
        .withMessage("name has a control character in it; allowed: text without one");
    assertThatIllegalArgumentException().isThrownBy(() -> Arguments.name("name", "\t"));
    assertThat(Arguments.name("name", "Büro 1")).isEqualTo("Büro 1");
  }

  @Test
  void bothEndsOfARangeAreAllowed() {
    assertThat(Arguments.inRange("weight", 1, 1, 100)).isEqualTo(1);
    assertThat(Arguments.inRange("weight", 100, 1, 100)).isEqualTo(100);
    assertThat(Arguments.inRange("epoch", Long.MAX_VALUE, 0, Long.MAX_VALUE))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(Arguments.inRange("maxLag", SECOND, SECOND, MINUTE)).isEqualTo(SECOND);
    assertThat(Arguments.inRange("maxLag", MINUTE, SECOND, MINUTE)).isEqualTo(MINUTE);
  }

  @Test
  void valuesOutsideTheRangeAreRejectedWithValueAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.inRange("weight", 0, 1, 100))
        .withMessage("weight is 0; allowed: 1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.inRange("weight", 101, 1, 100))
        .withMessage("weight is 101; allowed: 1 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.inRange("maxLag", SECOND.minusNanos(1), SECOND, MINUTE))
        .withMessage("maxLag is PT0.999999999S; allowed: PT1S to PT1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.inRange("maxLag", MINUTE.plusNanos(1), SECOND, MINUTE));
  }
}
