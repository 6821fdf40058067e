package dev.persistence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class SeededRandomTest {

  @Test
  void sameSeedYieldsTheSameValues() {
    SeededRandom one = SeededRandom.of(7);
    SeededRandom other = SeededRandom.of(7);
    for (int i = 0; i < 100; i++) {
      assertThat(one.text(20)).isEqualTo(other.text(20));
      assertThat(one.bytes(20)).isEqualTo(other.bytes(20));
      assertThat(one.split().nextLong()).isEqualTo(other.split().nextLong());
    }
  }

  @Test
  void propertyRunsOncePerSeed() {
    Set<Long> seeds = new HashSet<>();
    SeededRandom.forAll(50, random -> seeds.add(random.seed()));
    assertThat(seeds).hasSize(50);
  }

  @Test
  void failureNamesItsSeedAndKeepsTheCause() {
    IllegalStateException cause = new IllegalStateException("broken");
    assertThatThrownBy(
            () ->
                SeededRandom.forAll(
                    50,
                    random -> {
                      if (random.seed() == 17) {
                        throw cause;
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 17")
        .hasMessageContaining("-Dpersistence.testkit.seed=17")
        .hasMessageContaining("broken")
        .hasCause(cause);
  }

  @Test
  void systemPropertyReplaysOneSeed() {
    List<Long> seeds = new ArrayList<>();
    withProperty("17", () -> SeededRandom.forAll(50, random -> seeds.add(random.seed())));
    assertThat(seeds).containsExactly(17L);
  }

  @Test
  void systemPropertyThatIsNoNumberIsRejected() {
    withProperty(
        "abc",
        () ->
            assertThatThrownBy(() -> SeededRandom.forAll(1, random -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("persistence.testkit.seed is abc"));
  }

  @Test
  void noCasesAreRejected() {
    assertThatThrownBy(() -> SeededRandom.forAll(0, random -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cases is 0");
  }

  @Test
  void numbersReachBothEndsAndNoFurther() {
    SeededRandom random = SeededRandom.of(1);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      seen.add(random.between(-2, 3));
    }
    assertThat(seen).containsExactlyInAnyOrder(-2, -1, 0, 1, 2, 3);
    assertThatCode(() -> random.between(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .doesNotThrowAnyException();
  }

  @Test
  void everyValueIsPicked() {
    SeededRandom random = SeededRandom.of(1);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      seen.add(random.pick(List.of("a", "b", "c")));
    }
    assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void textSurvivesUtf8AndHoldsNoNul() {
    SeededRandom.forAll(
        200,
        random -> {
          String text = random.text(30);
          byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
          assertThat(new String(encoded, StandardCharsets.UTF_8)).isEqualTo(text);
          assertThat(text).doesNotContain("\0");
          assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(30);
        });
  }

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void nonsenseIsRejectedByTheNameOfTheArgument() {
    SeededRandom random = SeededRandom.of(1);
    for (double probability : new double[] {Double.NaN, -0.1, 1.1}) {
      assertThatThrownBy(() -> random.chance(probability))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("probability is " + probability + "; allowed: 0 to 1");
    }
    assertThatThrownBy(() -> random.bytes(-1)).hasMessageContaining("maxLength is -1");
    assertThatThrownBy(() -> random.text(-1)).hasMessageContaining("maxLength is -1");
    assertThatThrownBy(() -> random.pick(List.of())).hasMessageContaining("values.size() is 0");
    assertThatThrownBy(() -> random.pick(null)).hasMessageContaining("values is null");
    assertThat(random.chance(0)).isFalse();
    assertThat(random.chance(1)).isTrue();
  }

  private static void withProperty(String value, Runnable body) {
    String before = System.setProperty(SeededRandom.SEED_PROPERTY, value);
    try {
      body.run();
    } finally {
      if (before == null) {
        System.clearProperty(SeededRandom.SEED_PROPERTY);
      } else {
        System.setProperty(SeededRandom.SEED_PROPERTY, before);
      }
    }
  }
}
