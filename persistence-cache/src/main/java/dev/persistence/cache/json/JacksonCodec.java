package dev.persistence.cache.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import dev.persistence.cache.Codec;
import dev.persistence.core.Arguments;
import java.io.IOException;
import java.lang.reflect.Type;

/** What the codecs of Jackson's formats have in common. Immutable and thread-safe. */
abstract sealed class JacksonCodec<V> implements Codec<V> permits JsonCodec, SmileCodec {

  private final String format;
  private final byte id;
  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  JacksonCodec(String format, int id, Type type, ObjectMapper mapper) {
    checkMapper(format, mapper);
    this.format = format;
    this.id = (byte) id;
    this.type = mapper.constructType(type);
    TypeCheck.check(this.type, mapper);
    this.reader = mapper.readerFor(this.type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.writer = mapper.writerFor(this.type);
  }

  private static void checkMapper(String format, ObjectMapper mapper) {
    String actual = Arguments.notNull("mapper", mapper).getFactory().getFormatName();
    if (!format.equals(actual)) {
      throw new IllegalArgumentException(
          "mapper is one for " + actual + "; allowed: one for " + format);
    }
  }

  /** Sets what {@link JsonCodec#mapper()} says. */
  static <B extends MapperBuilder<?, B>> B lenient(B builder) {
    return builder
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.WRITE_DATES_WITH_ZONE_ID);
  }

  @Override
  public final byte id() {
    return id;
  }

  @Override
  public final byte[] encode(V value) throws IOException {
    return writer.writeValueAsBytes(Arguments.notNull("value", value));
  }

  @Override
  public final V decode(byte[] bytes, int offset, int length) throws IOException {
    V value = reader.readValue(bytes, offset, length);
    if (value == null) {
      throw new IOException("The bytes stand for null, which is no value");
    }
    return value;
  }

  @Override
  public final String toString() {
    return format + " of " + type.toCanonical();
  }
}
