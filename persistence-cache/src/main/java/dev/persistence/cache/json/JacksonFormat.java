package dev.persistence.cache.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.persistence.core.Arguments;
import java.io.IOException;

/** One type in one of Jackson's formats. Immutable. */
final class JacksonFormat<V> {

  private final String format;
  private final JavaType type;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  private JacksonFormat(String format, JavaType type, ObjectMapper mapper) {
    checkMapper(format, mapper);
    TypeCheck.check(type, mapper);
    this.format = format;
    this.type = type;
    this.reader = mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.writer = mapper.writerFor(type);
  }

  static <V> JacksonFormat<V> of(String format, Class<V> type, ObjectMapper mapper) {
    Arguments.notNull("type", type);
    Arguments.notNull("mapper", mapper);
    return new JacksonFormat<>(format, mapper.constructType(type), mapper);
  }

  static <V> JacksonFormat<V> of(String format, TypeReference<V> type, ObjectMapper mapper) {
    Arguments.notNull("type", type);
    Arguments.notNull("mapper", mapper);
    return new JacksonFormat<>(format, mapper.constructType(type), mapper);
  }

  private static void checkMapper(String format, ObjectMapper mapper) {
    String actual = mapper.getFactory().getFormatName();
    if (!format.equals(actual)) {
      throw new IllegalArgumentException(
          "mapper is one for " + actual + "; allowed: one for " + format);
    }
  }

  byte[] encode(V value) throws IOException {
    return writer.writeValueAsBytes(Arguments.notNull("value", value));
  }

  V decode(byte[] bytes, int offset, int length) throws IOException {
    V value = reader.readValue(bytes, offset, length);
    if (value == null) {
      throw new IOException("The bytes stand for null, which is no value");
    }
    return value;
  }

  @Override
  public String toString() {
    return format + " of " + type.toCanonical();
  }
}
