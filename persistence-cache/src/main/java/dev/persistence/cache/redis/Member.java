package dev.persistence.cache.redis;

import dev.persistence.cache.store.SpaceOptions;
import dev.persistence.cache.store.StoreListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open space as the channel sees it; compared by identity, used by the loop alone. */
final class Member {

  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  private final SpaceOptions options;
  private final StoreListener listener;
  private final Keys keys;
  private boolean proven;
  private long provenAt;

  Member(SpaceOptions options, StoreListener listener) {
    this.options = options;
    this.listener = listener;
    this.keys = new Keys(options.namespace());
  }

  SpaceOptions options() {
    return options;
  }

  Keys keys() {
    return keys;
  }

  long nanos() {
    return options.time().nanos();
  }

  void changed(String key) {
    if (keys.isGeneration(key)) {
      tell(to -> to.generationChanged(keys.name(key)));
    } else {
      tell(to -> to.changed(keys.id(key)));
    }
  }

  void lost() {
    tell(StoreListener::lost);
  }

  void restored() {
    tell(StoreListener::restored);
  }

  private void tell(Consumer<StoreListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException e) { // A defect of one listener must not reach the others.
      LOG.warn("The listener of \"{}\" failed; nothing is told again", options.namespace(), e);
    }
  }

  /** Tells of a proof that goes further than the last one. */
  void proven(long atNanos) {
    if (!proven || atNanos - provenAt > 0) {
      proven = true;
      provenAt = atNanos;
      tell(to -> to.proven(atNanos));
    }
  }
}
