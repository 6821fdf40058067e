package dev.persistence.cache.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import dev.persistence.core.Arguments;
import java.lang.reflect.Type;

/**
 * Values as Smile, the binary form of JSON, written and read by Jackson: smaller than JSON where
 * property names repeat. Needs {@code jackson-dataformat-smile}, and is otherwise as {@link
 * JsonCodec} in all respects.
 *
 * @param <V> the values
 * @see <a href="https://github.com/FasterXML/smile-format-specification">Smile's specification</a>
 */
@SuppressWarnings("exports") // Whoever calls it has Jackson; nobody else shall need it.
public final class SmileCodec<V> extends JacksonCodec<V> {

  private SmileCodec(Type type, ObjectMapper mapper) {
    super("Smile", 2, type, mapper);
  }

  /**
   * Returns a codec of the class with the {@linkplain #mapper() default mapper}.
   *
   * @throws IllegalArgumentException if the class cannot be written or read, or bytes would choose
   *     a class
   */
  public static <V> SmileCodec<V> of(Class<V> type) {
    return of(type, mapper().build());
  }

  /**
   * Returns a codec of a generic type with the {@linkplain #mapper() default mapper}.
   *
   * @throws IllegalArgumentException if the type cannot be written or read, or bytes would choose a
   *     class
   */
  public static <V> SmileCodec<V> of(TypeReference<V> type) {
    return of(type, mapper().build());
  }

  /**
   * Returns a codec of the class with a mapper of the application.
   *
   * @throws IllegalArgumentException if the class cannot be written or read, bytes would choose a
   *     class, or the mapper is not one for Smile
   */
  public static <V> SmileCodec<V> of(Class<V> type, ObjectMapper mapper) {
    return new SmileCodec<>(Arguments.notNull("type", type), mapper);
  }

  /**
   * Returns a codec of a generic type with a mapper of the application.
   *
   * @throws IllegalArgumentException if the type cannot be written or read, bytes would choose a
   *     class, or the mapper is not one for Smile
   */
  public static <V> SmileCodec<V> of(TypeReference<V> type, ObjectMapper mapper) {
    return new SmileCodec<>(Arguments.notNull("type", type).getType(), mapper);
  }

  /** Returns a builder of the default mapper, set up as that of {@link JsonCodec#mapper()}. */
  public static SmileMapper.Builder mapper() {
    return lenient(SmileMapper.builder());
  }
}
