package dev.persistence.benchmarks.cache;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.persistence.cache.json.JsonCodec;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** GET and MGET through Lettuce, and the decoding: no cache can do less. */
final class LettuceReads implements StoreReads {

  private final RedisClient client;
  private final RedisCommands<String, byte[]> commands;
  private final ObjectReader reader = JsonCodec.mapper().build().readerFor(User.class);
  private final ObjectWriter writer = JsonCodec.mapper().build().writerFor(User.class);

  LettuceReads(String uri) {
    this.client = RedisClient.create(uri);
    this.commands = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
  }

  private static String text(Long key) {
    return "bare:" + key;
  }

  private User decoded(byte[] bytes) {
    try {
      return reader.readValue(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public @Nullable User get(Long key) {
    byte[] bytes = commands.get(text(key));
    return bytes == null ? null : decoded(bytes);
  }

  @Override
  public Map<Long, User> getAll(List<Long> keys) {
    String[] texts = new String[keys.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = text(keys.get(i));
    }
    List<KeyValue<String, byte[]>> found = commands.mget(texts);
    Map<Long, User> values = new HashMap<>();
    for (int i = 0; i < texts.length; i++) {
      values.put(keys.get(i), decoded(found.get(i).getValue()));
    }
    return values;
  }

  @Override
  public void put(Long key, User value) {
    try {
      commands.set(text(key), writer.writeValueAsBytes(value));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
