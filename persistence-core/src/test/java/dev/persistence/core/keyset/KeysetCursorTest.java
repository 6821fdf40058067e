package dev.persistence.core.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.core.sql.Identifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetCursorTest {

  private static final List<Identifier> ID = List.of(Identifier.of("id"));

  static Stream<Object> exactValues() {
    return Stream.of(
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0L,
        "",
        " ",
        "a;b=c\\d\nline\0\u007f",
        "\\u0041",
        "Ünïcode 名 😀 \uFFFF",
        "half \uD83D pair",
        new UUID(-1, 1),
        new BigDecimal("12.500"),
        new BigDecimal("-1E+30"),
        new BigDecimal("18446744073709551615"),
        LocalDate.of(2026, 2, 28),
        LocalDate.MIN,
        LocalDateTime.of(2026, 1, 2, 3, 4, 5, 123_456_000),
        LocalDateTime.MAX,
        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 1_000, ZoneOffset.ofHoursMinutes(5, 30)),
        OffsetDateTime.MAX);
  }

  @ParameterizedTest
  @MethodSource("exactValues")
  void everyKindOfValueSurvivesTheText(Object value) {
    KeysetCursor cursor = KeysetCursor.of(ID, List.of(value));
    KeysetCursor decoded = KeysetCursor.decode(cursor.encode());
    assertThat(decoded).isEqualTo(cursor).hasSameHashCodeAs(cursor);
    assertThat(decoded.values()).containsExactly(value);
    assertThat(decoded.columns()).isEqualTo(ID);
  }

  @Test
  void anyTextSurvivesAsOneLineOfPrintableAscii() {
    Random random = new Random(20261121);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(20), 0, 0x10000).forEach(unit -> text.append((char) unit));
      String encoded = KeysetCursor.of(ID, List.of(text.toString())).encode();
      assertThat(encoded).matches("[!-~]+");
      assertThat(KeysetCursor.decode(encoded).values()).containsExactly(text.toString());
    }
  }

  @Test
  void bytesSurviveAndCannotBeChangedFromOutside() {
    byte[] bytes = {0, -1, 127, -128, 59, 61};
    KeysetCursor cursor = KeysetCursor.of(ID, List.of(bytes));
    bytes[0] = 9;
    ((byte[]) cursor.values().get(0))[1] = 9;
    byte[] expected = {0, -1, 127, -128, 59, 61};
    assertThat((byte[]) KeysetCursor.decode(cursor.encode()).values().get(0)).isEqualTo(expected);
  }

  @Test
  void narrowKindsAreTakenForTheirWiderOnes() {
    Instant instant = Instant.parse("2026-01-02T03:04:05.000006Z");
    List<Identifier> columns = Stream.of("a", "b", "c", "d", "e").map(Identifier::of).toList();
    List<Object> values = List.of((byte) 1, (short) 2, 3, BigInteger.TEN, instant);
    assertThat(KeysetCursor.of(columns, values).values())
        .containsExactly(1L, 2L, 3L, BigDecimal.TEN, instant.atOffset(ZoneOffset.UTC));
  }

  @Test
  void compositePositionsKeepTheirOrderAndTheirNames() {
    List<Identifier> columns = List.of(Identifier.of("b;=\\ ö"), Identifier.of("a"));
    KeysetCursor cursor = KeysetCursor.of(columns, List.of("x", 7));
    assertThat(KeysetCursor.decode(cursor.encode()).columns()).isEqualTo(columns);
    assertThat(cursor.encode()).endsWith(";a=i7").startsWith("k1;b");
  }

  @Test
  void differentPositionsDiffer() {
    KeysetCursor one = KeysetCursor.of(ID, List.of("1"));
    assertThat(one)
        .isNotEqualTo(KeysetCursor.of(ID, List.of(1)))
        .isNotEqualTo(KeysetCursor.of(List.of(Identifier.of("ID")), List.of("1")));
  }

  @Test
  void valuesAreNotPrinted() {
    assertThat(KeysetCursor.of(ID, List.of("someone@example.org"))).hasToString("position in [id]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "k1",
        "k1;",
        "k2;id=i1",
        "id=i1",
        "k1;id",
        "k1;id=",
        "k1;id=x1",
        "k1;id=i",
        "k1;id=ione",
        "k1;id=unope",
        "k1;id=b*",
        "k1;id=t\\u12",
        "k1;id=t\\",
        "k1;=i1",
        "k1;id=i1;",
        "k1;id=i007",
        "k1;id=i+7",
        "k1;id=u1-1-1-1-1",
        "k1;id=n1e5",
        "k1;id=n1E+2147483647",
        "k1;id=bAB",
        "k1;id=ta b",
        "k1;id=t\\x0041",
        "k1;id=t\\u-001",
        "k1;id=i1;id=i1"
      })
  void textThatIsNoCursorIsRejected(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.decode(text))
        .withMessage("cursor cannot be read; allowed: text that KeysetCursor.encode() made");
  }

  @Test
  void nonsenseIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.of(List.of(), List.of()))
        .withMessageStartingWith("number of columns is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.of(ID, List.of(1, 2)))
        .withMessage("number of values is 2; allowed: 1 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.of(ID, List.of(1.5)))
        .withMessageStartingWith("position has a value of java.lang.Double; allowed: byte, short");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.of(ID, Arrays.asList((Object) null)))
        .withMessage("values contains null; allowed: no null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeysetCursor.of(List.of(ID.get(0), ID.get(0)), List.of(1, 1)))
        .withMessage("columns is [id, id]; allowed: each column once");
  }
}
