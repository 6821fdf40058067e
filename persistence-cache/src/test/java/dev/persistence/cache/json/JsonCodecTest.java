package dev.persistence.cache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.persistence.cache.Codec;
import dev.persistence.cache.CodecContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonCodecTest extends CodecContract<Shop.Customer> {

  private final Codec<Shop.Customer> customers = JsonCodec.of(Shop.Customer.class);

  private final JsonCodec<Shop.Item> items = JsonCodec.of(Shop.Item.class);

  @Override
  protected Codec<Shop.Customer> codec() {
    return customers;
  }

  @Override
  protected List<Shop.Customer> values() {
    return Shop.customers();
  }

  private static <V> V decode(Codec<V> codec, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return codec.decode(bytes, 0, bytes.length);
  }

  @Test
  void valuesArePlainJson() throws IOException {
    assertThat(items.encode(new Shop.Item("DE00", 3)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"name\":\"DE00\",\"days\":3}");
    assertThat(items.id()).isEqualTo((byte) 1);
    assertThat(items).hasToString("JSON of " + Shop.Item.class.getName());
  }

  @Test
  void propertiesOfANewerReleaseArePassedOver() throws IOException {
    assertThat(decode(items, "{\"name\":\"DE00\",\"days\":3,\"fee\":{\"cents\":1}}"))
        .isEqualTo(new Shop.Item("DE00", 3));
  }

  @Test
  void aMapperOfTheApplicationIsTakenAsItIs() throws IOException {
    ObjectMapper strict =
        new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
    JsonCodec<Shop.Item> codec = JsonCodec.of(Shop.Item.class, strict);
    assertThat(codec.encode(new Shop.Item("DE00", 3)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"Name\":\"DE00\",\"Days\":3}");
    assertThatThrownBy(() -> decode(codec, "{\"Name\":\"DE00\",\"Days\":3,\"Fee\":1}"))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  void whatIsDoneToAMapperAfterwardsHasNoEffect() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonCodec<Shop.Item> codec = JsonCodec.of(Shop.Item.class, mapper);
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
    mapper.activateDefaultTyping(mapper.getPolymorphicTypeValidator());
    assertThat(codec.encode(new Shop.Item("DE00", 3)))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"name\":\"DE00\",\"days\":3}");
  }

  @Test
  void aGenericTypeIsDeclaredByAReference() throws IOException {
    JsonCodec<Map<String, List<Shop.Payment>>> codec = JsonCodec.of(new TypeReference<>() {});
    Map<String, List<Shop.Payment>> value = Map.of("a", List.of(new Shop.Card("4111")));
    byte[] bytes = codec.encode(value);
    assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(value);
  }

  @Test
  void bytesBehindAValueMakeItUnreadable() {
    for (String tail : List.of(" {}", "}", "x", "\u0000")) {
      assertThatThrownBy(() -> decode(items, "{\"name\":\"DE00\",\"days\":3}" + tail))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void deepNestingIsAnExceptionAndNotAnOverflow() {
    JsonCodec<Map<String, Object>> codec = JsonCodec.of(new TypeReference<>() {});
    assertThatThrownBy(() -> decode(codec, "{\"a\":" + "[".repeat(500_000)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anUnknownSubtypeIsUnreadable() {
    assertThatThrownBy(
            () ->
                decode(
                    JsonCodec.of(Shop.Payment.class),
                    "{\"@type\":\"" + Canary.class.getName() + "\"}"))
        .isInstanceOf(JsonMappingException.class);
  }

  @Test
  void aValueThatCannotBeWrittenIsAnException() {
    Object[] self = new Object[1];
    self[0] = self;
    JsonCodec<Object[]> codec = JsonCodec.of(Object[].class);
    assertThatThrownBy(() -> codec.encode(self)).isInstanceOf(IOException.class);
  }

  @Test
  void aMapperOfAnotherFormatIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonCodec.of(Shop.Item.class, SmileCodec.mapper().build()))
        .withMessage("mapper is one for Smile; allowed: one for JSON");
  }
}
