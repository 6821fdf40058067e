package dev.persistence.cache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** Which declared types are refused, and which are not. */
class TypeCheckTest {

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface ByClass {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
  record ByMinimalClass(int number) {}

  record Deep(Map<String, List<Optional<ByClass>>> values) {}

  record Elements(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> values) {}

  record Property(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

  record Referenced(AtomicReference<ByClass> value) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(Sub.class))
  interface Base {}

  record Sub(ByMinimalClass hidden) implements Base {}

  record Named(Class<?> type) {}

  record Timed(Instant at) {}

  record TimedByHand(@JsonDeserialize(using = Millis.class) Instant at) {}

  static final class Millis extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    Millis() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.ofEpochMilli(parser.getLongValue());
    }
  }

  record Node(int value, List<Node> children) {}

  record Loose(Map<String, Object> attributes, Object anything) {}

  abstract static class Abstract {
    public int number;
  }

  static final class NoConstructor {
    private final int number;

    NoConstructor(int number, String text) {
      this.number = number + text.length();
    }

    public int getNumber() {
      return number;
    }
  }

  static final class Hidden {
    @SuppressWarnings("unused")
    private int number;
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> assertRefused(Class<?> type) {
    return assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(type))
        .withMessageStartingWith("type is " + type.getTypeName().replace("[]", ""))
        .withMessageEndingWith(
            "allowed: a type that Jackson writes and reads by its declaration alone");
  }

  @Test
  void classNamesInBytesAreRefusedHoweverDeepTheyAre() {
    for (Class<?> type :
        List.of(
            ByClass.class,
            ByMinimalClass.class,
            Elements.class,
            Property.class,
            Referenced.class,
            Base.class)) {
      assertRefused(type).withMessageContaining("takes class names from bytes");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(new TypeReference<Map<String, Set<ByClass>>>() {}))
        .withMessageContaining(ByClass.class.getName());
  }

  @Test
  void aPropertyThatIsAClassIsRefused() {
    assertRefused(Named.class)
        .withMessageContaining("has java.lang.Class<java.lang.Object> in it, which cannot be kept");
    assertRefused(Class.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(new TypeReference<Map<Class<?>, String>>() {}));
  }

  @Test
  void aMapperWithDefaultTypingIsRefused() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .activateDefaultTyping(
                BasicPolymorphicTypeValidator.builder().allowIfBaseType(Serializable.class).build())
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(Shop.Item.class, mapper))
        .withMessageStartingWith("mapper has default typing");
  }

  @Test
  void whatTheMapperHasNoModuleForIsRefused() {
    assertRefused(Timed.class).withMessageContaining("JavaTimeModule");
    assertRefused(Instant.class).withMessageContaining("JavaTimeModule");
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertRefused(Abstract.class).withMessageContaining("it is abstract");
    assertRefused(Runnable.class).withMessageContaining("it is abstract");
    assertRefused(NoConstructor.class).withMessageContaining("no constructor");
    assertRefused(Object.class).withMessageContaining("nothing is known of it");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertRefused(Hidden.class).withMessageContaining("no property");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(new TypeReference<List<Hidden>>() {}));
  }

  @Test
  void whatJacksonKnowsByItsDeclarationIsTaken() {
    for (Class<?> type :
        List.of(
            Shop.Customer.class,
            Shop.Payment.class,
            Node.class,
            Loose.class,
            String.class,
            Long.class,
            byte[].class,
            int[].class,
            Shop.Kind.class,
            List.class,
            Map.class,
            TimedByHand.class)) {
      assertThat(JsonCodec.of(type)).isNotNull();
    }
  }
}
