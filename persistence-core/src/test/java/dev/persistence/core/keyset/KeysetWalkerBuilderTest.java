package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.core.FakeDatabase;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysetWalkerBuilderTest {

  private static KeysetWalkerBuilder builder() {
    return KeysetWalker.builder(
        Transactions.of(FakeDatabase.postgreSql().dataSource()), TableName.of("app", "users"));
  }

  @Test
  void defaultsArePrinted() {
    assertThat(builder().build().config())
        .hasToString(
            "table=app.users, key=primary key, condition=null, after=null, until=null,"
                + " rangesOnly=false, batchSize=1000 (100 to 20000), targetBatchTime=PT0.05S");
  }

  @Test
  void optionsArePrintedWithoutTheirValues() {
    Identifier email = Identifier.of("email");
    KeysetCursor position = KeysetCursor.of(List.of(email), List.of("someone@example.org"));
    KeysetWalkerConfig config =
        builder()
            .key(email)
            .where(SqlFragment.of("country = ?", "secret"))
            .after(position)
            .untilCurrentEnd()
            .batchSize(5, 1, 10)
            .build()
            .config();
    assertThat(config)
        .hasToString(
            "table=app.users, key=[email], condition=country = ?, after=position in [email],"
                + " until=current end, rangesOnly=false, batchSize=5 (1 to 10), targetBatchTime=PT0.05S");
  }

  @Test
  void theLastBoundCounts() {
    KeysetCursor position = KeysetCursor.of(List.of(Identifier.of("id")), List.of(1));
    assertThat(builder().untilCurrentEnd().until(position).build().config().untilCurrentEnd())
        .isFalse();
    assertThat(builder().until(position).untilCurrentEnd().build().config().until()).isNull();
  }

  @Test
  void nonsenseIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().batchSize(5, 6, 10))
        .withMessage("start is 5; allowed: 6 to 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().batchSize(1, 1, 1_000_001))
        .withMessage("most is 1000001; allowed: 1 to 1000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().targetBatchTime(Duration.ZERO))
        .withMessage("targetBatchTime is PT0S; allowed: PT0.001S to PT1M");
    assertThatIllegalArgumentException().isThrownBy(() -> builder().key());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().where(SqlFragment.of("true")).rangesOnly().build())
        .withMessage("rangesOnly is set together with where; allowed: one of them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().key(Identifier.of("a"), Identifier.of("a")))
        .withMessage("columns is [a, a]; allowed: each column once");
  }

  @Test
  void aBatchGrowsAndShrinksWithItsTimeWithinItsBounds() {
    BatchSize size = new BatchSize(builder().batchSize(1_000, 100, 5_000).build().config());
    assertThat(size.rows()).isEqualTo(1_000);
    size.took(Duration.ofMillis(40).toNanos());
    assertThat(size.rows()).isEqualTo(1_250);
    size.took(0);
    assertThat(size.rows()).isEqualTo(2_500);
    size.took(1);
    size.took(1);
    assertThat(size.rows()).isEqualTo(5_000);
    size.took(Duration.ofMinutes(1).toNanos());
    assertThat(size.rows()).isEqualTo(2_500);
    for (int i = 0; i < 10; i++) {
      size.took(Duration.ofMinutes(1).toNanos());
    }
    assertThat(size.rows()).isEqualTo(100);
  }
}
