package dev.persistence.core.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFragmentTest {

  @Test
  void twoConditionsAreJoinedWithoutChangingEither() {
    SqlFragment both = SqlFragment.of("a = ? OR b = ?", 1, null).and(SqlFragment.of("c = ?", "x"));
    assertThat(both.sql()).isEqualTo("(a = ? OR b = ?) AND (c = ?)");
    assertThat(both.values()).containsExactly(1, null, "x");
  }

  @Test
  void valuesAreNeverPrinted() {
    assertThat(SqlFragment.of("email = ?", "someone@example.org")).hasToString("email = ?");
  }

  @Test
  void laterChangesOfTheListDoNotReachTheFragment() {
    List<Object> values = new ArrayList<>(List.of(1));
    SqlFragment fragment = new SqlFragment("a = ?", values);
    values.clear();
    assertThat(fragment.values()).containsExactly(1);
  }

  @Test
  void blankTextIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> SqlFragment.of(" "));
  }
}
