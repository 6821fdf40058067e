package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StampsTest {

  private final Stamps stamps = new Stamps(100);

  @Test
  void invalidationChangesTheCountOfItsStripe() {
    int stripe = stamps.stripe("a");
    int before = stamps.current(stripe);
    stamps.invalidate("a");
    assertThat(stamps.current(stripe)).isNotEqualTo(before);
  }

  @Test
  void countAdvancesOnlyIfThereWasNoInvalidationSince() {
    int stripe = stamps.stripe("a");
    int before = stamps.current(stripe);
    assertThat(stamps.advance(stripe, before)).isTrue();
    assertThat(stamps.advance(stripe, before)).isFalse();
    stamps.invalidate("a");
    assertThat(stamps.advance(stripe, before + 1)).isFalse();
  }

  @Test
  void idsAreSpreadOverTwiceAsManyStripesAsEntries() {
    Stamps many = new Stamps(10_000);
    long stripes =
        IntStream.range(0, 10_000).map(i -> many.stripe("order:" + i)).distinct().count();
    assertThat(stripes).isGreaterThan(6_000);
  }
}
