package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

  @Test
  void simpleKeysAreTheirText() {
    UUID uuid = new UUID(1, 2);
    assertThat(List.of("a", 1L, 2, (short) 3, true, uuid, TimeUnit.DAYS, BigInteger.TEN))
        .map(KeyText::of)
        .containsExactly("a", "1", "2", "3", "true", uuid.toString(), "DAYS", "10");
  }

  @Test
  void keyWhoseTextMayNotTellItFromOthersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyText.of(new BigDecimal("1.0")))
        .withMessageContaining("java.math.BigDecimal")
        .withMessageContaining("allowed:");
    assertThatIllegalArgumentException().isThrownBy(() -> KeyText.of(List.of(1)));
  }

  @Test
  void shortTextIsTheId() {
    assertThat(KeyText.id("order 42")).isEqualTo("order 42");
    assertThat(KeyText.id("a".repeat(200))).isEqualTo("a".repeat(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#tag", "~hash"})
  void textThatLooksLikeAnIdOfTheCacheIsHashed(String text) {
    assertThat(KeyText.id(text)).hasSize(65).startsWith("~");
  }

  @Test
  void longTextsAreHashedEachToAnIdOfItsOwn() {
    String text = "a".repeat(201);
    assertThat(KeyText.id(text)).hasSize(65).startsWith("~").isEqualTo(KeyText.id(text));
    assertThat(KeyText.id(text)).isNotEqualTo(KeyText.id(text + "b"));
  }

  @Test
  void textsWithHalfACharacterHaveIdsOfTheirOwn() {
    assertThat(KeyText.id("\ud800")).isNotEqualTo(KeyText.id("\ud801")).startsWith("~~");
    assertThat(KeyText.id("?")).isEqualTo("?");
    assertThat(KeyText.id("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    String tail = "x".repeat(300);
    assertThat(KeyText.id(tail + "\udfff")).isNotEqualTo(KeyText.id(tail + "\udc00"));
    assertThat(KeyText.isWellFormed("a\ud83d\ude00b")).isTrue();
    assertThat(KeyText.isWellFormed("\ude00\ud83d")).isFalse();
  }
}
