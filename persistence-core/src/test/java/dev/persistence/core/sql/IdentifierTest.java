package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"id", "Order Total", " ", "select", "a\"b", "a`b", "a\nb", "名", "😀", "?"})
  void anyNameThatSomeEngineKnowsIsAccepted(String name) {
    assertThat(Identifier.of(name).name()).isEqualTo(name);
  }

  @Test
  void emptyNameIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.of(""))
        .withMessage("identifier is empty; allowed: at least one character");
  }

  @Test
  void nulIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.of("a\0b"))
        .withMessage("identifier \"a\\0b\" contains NUL; allowed: any character but NUL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "a\uDE00", "\uDE00\uD83D"})
  void loneSurrogateIsRejected(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identifier.of(name))
        .withMessageEndingWith("is not valid Unicode; allowed: no lone surrogates");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> Identifier.of(null));
    assertThatIllegalArgumentException().isThrownBy(() -> new TableName(null, null));
    assertThatCode(() -> new TableName(null, Identifier.of("t"))).doesNotThrowAnyException();
  }

  @Test
  void namesPrintBareAndCompareExactly() {
    assertThat(TableName.of("app", "Orders")).hasToString("app.Orders");
    assertThat(TableName.of("Orders")).hasToString("Orders").isNotEqualTo(TableName.of("orders"));
  }
}
