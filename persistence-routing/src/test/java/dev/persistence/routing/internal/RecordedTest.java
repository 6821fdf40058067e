package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedTest {

  private final Statement statement =
      (Statement)
          Proxy.newProxyInstance(
              RecordedTest.class.getClassLoader(),
              new Class<?>[] {Statement.class},
              (proxy, method, arguments) -> null);
  private final Recorded<Statement> recorded = new Recorded<>();
  private final List<String> done = new ArrayList<>();

  private Recorded.Step<Statement> step(String what) {
    return target -> done.add(what);
  }

  private List<String> replay() throws SQLException {
    done.clear();
    recorded.applyTo(statement);
    return done;
  }

  @Test
  void lastValueOfEachPlaceIsSetAgainInTheOrderOfPlaces() throws SQLException {
    recorded.put(9, step("nine"));
    recorded.put(1, step("old"));
    recorded.put("name", step("named"));
    recorded.put(1, step("one"));

    assertThat(replay()).containsExactly("one", "nine", "named");
    assertThat(replay()).hasSize(3);
  }

  @Test
  void absurdIndexIsLeftToTheDriver() throws SQLException {
    recorded.put(-1, step("negative"));
    recorded.put(Integer.MAX_VALUE, step("huge"));

    assertThat(replay()).containsExactly("negative", "huge");
  }

  @Test
  void clearingParametersKeepsTheRegistrationsOfOutParameters() throws SQLException {
    recorded.put(1, step("in"));
    recorded.put("name", step("named"));
    recorded.put(new Recorded.OutParameter(1), step("out"));
    recorded.putOnce(2, "a stream");

    recorded.clearParameters();

    assertThat(replay()).containsExactly("out");
    assertThat((Object) recorded.obstacle()).isNull();
  }

  @Test
  void valueThatCannotBeSetAgainIsAnObstacleUntilItIsReplaced() {
    assertThat((Object) recorded.obstacle()).isNull();
    recorded.putOnce(2, "a stream");
    recorded.putOnce("name", "a reader");
    assertThat(recorded.obstacle()).isEqualTo("parameter 2 is a stream");

    recorded.put(2, step("value"));
    assertThat(recorded.obstacle()).isEqualTo("parameter name is a reader");
    recorded.put("name", step("value"));
    assertThat((Object) recorded.obstacle()).isNull();
  }
}
