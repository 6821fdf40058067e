package dev.persistence.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.TimeSource;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ReferenceStoreTest extends CacheStoreContract {

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final ReferenceStore store = new ReferenceStore(time);

  @Override
  protected CacheStore connect() {
    store.deliverAtOnce(true);
    return store;
  }

  @Override
  protected void removeOutside(String id) {
    store.remove(namespace, id);
  }

  @Override
  protected void removeGenerationOutside(String name) {
    store.removeGeneration(namespace, name);
  }

  @Override
  protected TimeSource time() {
    return time;
  }

  @Override
  protected void pass() {
    time.advance(Duration.ofMillis(20));
    if (space != null && other != null) {
      store.heartbeat(space);
      store.heartbeat(other);
    }
  }

  @Nested
  final class Channel {
    private final Recorder recorder = new Recorder();
    private final ManualTimeSource still = ManualTimeSource.waiting();
    private final ReferenceStore model = new ReferenceStore(still);
    private final StoreSpace node =
        model.open(new SpaceOptions("n", 1, Duration.ofSeconds(1), still), recorder);

    @Test
    void announcementsWaitUntilTheyAreDelivered() {
      node.invalidate(List.of("a"), tombstone("p"));
      assertThat(recorder.events()).isEmpty();
      assertThat(model.pending(node)).isEqualTo(4);
      assertThat(model.deliver(node)).isTrue();
      assertThat(recorder.events()).containsExactly("lost");
      assertThat(model.heartbeat(node)).isTrue();
      assertThat(model.deliver(node)).isFalse();
      assertThat(recorder.events())
          .containsExactly("lost", "restored", "proven 0", "changed a", "proven 0");
    }

    @Test
    void aCutChannelLosesEverythingQuietly() {
      model.cut(node);
      node.invalidate(List.of("a"), tombstone("p"));
      assertThat(model.heartbeat(node)).isFalse();
      assertThat(recorder.events()).isEmpty();
      model.reconnect(node);
      assertThat(recorder.events()).containsExactly("lost", "restored", "proven 0");
    }

    @Test
    void anEmptiedStoreTellsOfALoss() {
      load(node, "a", "one");
      model.heartbeat(node);
      model.flush();
      model.deliver(node);
      assertThat(recorder.events()).endsWith("lost");
      assertThat(node.read("a")).isNull();
    }

    @Test
    void aRestartedStoreIsEmptyAndSaysNothing() {
      load(node, "a", "one");
      Generation before = node.generations(List.of("")).get("");
      model.wipe();
      assertThat(node.read("a")).isNull();
      assertThat(node.generations(List.of("")).get("")).isNotEqualTo(before);
      assertThat(model.heartbeat(node)).isFalse();
      assertThat(recorder.events()).isEmpty();
    }

    @Test
    void anUnavailableStoreFailsWithoutAnEffect() {
      load(node, "a", "one");
      model.unavailable(true);
      assertThatThrownBy(() -> node.invalidate(List.of("a"), tombstone("p")))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> node.generations(List.of("")))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(model.heartbeat(node)).isFalse();
      model.unavailable(false);
      assertThat(text(node.read("a"))).isEqualTo("one");
    }

    @Test
    void aStoreThatLosesRepliesFailsAndHasTheEffect() {
      load(node, "a", "one");
      model.losingReplies(true);
      assertThatThrownBy(() -> node.invalidate(List.of("a"), tombstone("p")))
          .isInstanceOf(StoreUnavailableException.class);
      model.losingReplies(false);
      assertThat(node.read("a")).isNull();
    }
  }
}
