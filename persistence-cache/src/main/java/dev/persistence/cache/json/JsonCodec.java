package dev.persistence.cache.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.persistence.core.Arguments;
import java.lang.reflect.Type;

/**
 * Values as JSON, written and read by Jackson.
 *
 * <pre>{@code
 * Codec<User> users = JsonCodec.of(User.class);
 * Codec<List<Order>> orders = JsonCodec.of(new TypeReference<>() {});
 * }</pre>
 *
 * <p>Bytes choose no class: a mapper with default typing is refused, and so is a type that has, as
 * far as it can be followed, a {@code @JsonTypeInfo} by class name or a property of type {@link
 * Class}. Polymorphism by {@code @JsonTypeInfo(use = NAME)} with {@code @JsonSubTypes} is fine.
 * What a type-id resolver or a deserializer of the application makes of bytes is its own affair.
 *
 * <p>A type that Jackson cannot write or read is refused when the codec is made, as far as that
 * shows without a value. {@link java.time} needs the module {@code jackson-datatype-jsr310}, which
 * is not a dependency of this library:
 *
 * <pre>{@code
 * JsonCodec.of(User.class, JsonCodec.mapper().addModule(new JavaTimeModule()).build())
 * }</pre>
 *
 * <p>Immutable and thread-safe: what is done to a mapper afterwards has no effect.
 *
 * @param <V> the values
 */
@SuppressWarnings("exports") // Whoever calls it has Jackson; nobody else shall need it.
public final class JsonCodec<V> extends JacksonCodec<V> {

  private JsonCodec(Type type, ObjectMapper mapper) {
    super("JSON", 1, type, mapper);
  }

  /**
   * Returns a codec of the class with the {@linkplain #mapper() default mapper}.
   *
   * @throws IllegalArgumentException if the class cannot be written or read, or bytes would choose
   *     a class
   */
  public static <V> JsonCodec<V> of(Class<V> type) {
    return of(type, mapper().build());
  }

  /**
   * Returns a codec of a generic type with the {@linkplain #mapper() default mapper}.
   *
   * @throws IllegalArgumentException if the type cannot be written or read, or bytes would choose a
   *     class
   */
  public static <V> JsonCodec<V> of(TypeReference<V> type) {
    return of(type, mapper().build());
  }

  /**
   * Returns a codec of the class with a mapper of the application, which is taken as it is but for
   * one thing: bytes behind a value always make it unreadable.
   *
   * @throws IllegalArgumentException if the class cannot be written or read, bytes would choose a
   *     class, or the mapper is not one for JSON
   */
  public static <V> JsonCodec<V> of(Class<V> type, ObjectMapper mapper) {
    return new JsonCodec<>(Arguments.notNull("type", type), mapper);
  }

  /**
   * Returns a codec of a generic type with a mapper of the application, which is taken as it is but
   * for one thing: bytes behind a value always make it unreadable.
   *
   * @throws IllegalArgumentException if the type cannot be written or read, bytes would choose a
   *     class, or the mapper is not one for JSON
   */
  public static <V> JsonCodec<V> of(TypeReference<V> type, ObjectMapper mapper) {
    return new JsonCodec<>(Arguments.notNull("type", type).getType(), mapper);
  }

  /**
   * Returns a builder of the default mapper, for those who add to it. Beyond Jackson's defaults it
   * passes over properties that a class does not know, so that nodes of the old release read what
   * the new one has written, and keeps the zone of a date as it was.
   */
  public static JsonMapper.Builder mapper() {
    return lenient(JsonMapper.builder());
  }
}
