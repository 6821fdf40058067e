package dev.persistence.cache.internal.behind;

import dev.persistence.cache.Codec;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.internal.KeyText;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.core.Arguments;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations as entries of a log, and back. */
public record Bytes<K, V>(Function<K, String> text, Function<String, K> parser, Codec<V> codec) {

  /** Returns the key's text, by which it has its stripe on all nodes. */
  String text(K key) {
    String found = Arguments.notNull("text of a key", text.apply(key));
    if (!KeyText.isWellFormed(found)) { // Its bytes would be those of another key.
      throw new IllegalArgumentException(
          "text of a key has half of a surrogate pair; allowed: whole characters");
    }
    return found;
  }

  LogEntry encode(WriteOperation<K, V> operation) throws IOException {
    V value = operation.value();
    byte @Nullable [] payload = value == null ? null : codec.encode(value);
    return new LogEntry(text(operation.key()), payload, operation.firstSeen());
  }

  WriteOperation<K, V> decode(LogEntry entry) throws IOException {
    K key = parser.apply(entry.key());
    byte[] payload = entry.payload();
    return payload == null
        ? WriteOperation.remove(key, entry.firstSeen())
        : WriteOperation.put(key, codec.decode(payload, 0, payload.length), entry.firstSeen());
  }
}
