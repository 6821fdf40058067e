package dev.persistence.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeysTest {

  private final Keys keys = new Keys("user");

  @Test
  void aKeyReadsAsNamespaceAndId() {
    assertThat(keys.ofId("123")).isEqualTo("user:123");
    assertThat(keys.ofGeneration("red")).isEqualTo("user:#red");
    assertThat(keys.ofId("#red")).isEqualTo("user:\\#red");
  }

  @Test
  void everyKeyLeadsBackToItsIdAndToNoOther() {
    SeededRandom.forAll(
        2_000,
        random -> {
          String id = random.pick(List.of("", "#", "\\", "\\#", ":")) + random.text(6);
          String key = keys.ofId(id);
          assertThat(keys.isHere(key)).isTrue();
          assertThat(keys.isGeneration(key)).isFalse();
          assertThat(keys.id(key)).isEqualTo(id);
          String generation = keys.ofGeneration(id);
          assertThat(keys.isGeneration(generation)).isTrue();
          assertThat(keys.name(generation)).isEqualTo(id);
          assertThat(generation).isNotEqualTo(key);
        });
  }

  @Test
  void keysOfOtherNamespacesAreNotHere() {
    assertThat(keys.isHere("users:1")).isFalse();
    assertThat(keys.isHere("user")).isFalse();
  }
}
