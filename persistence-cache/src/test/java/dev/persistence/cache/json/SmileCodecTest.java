package dev.persistence.cache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.persistence.cache.Codec;
import dev.persistence.cache.CodecContract;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmileCodecTest extends CodecContract<Shop.Customer> {

  private final Codec<Shop.Customer> customers = SmileCodec.of(Shop.Customer.class);

  @Override
  protected Codec<Shop.Customer> codec() {
    return customers;
  }

  @Override
  protected List<Shop.Customer> values() {
    return Shop.customers();
  }

  @Test
  void namesThatRepeatAreWrittenOnce() throws IOException {
    List<Shop.Item> items = Collections.nCopies(50, new Shop.Item("DE00", 3));
    TypeReference<List<Shop.Item>> type = new TypeReference<>() {};
    byte[] smile = SmileCodec.of(type).encode(items);
    assertThat(smile.length).isLessThan(JsonCodec.of(type).encode(items).length / 2);
    assertThat(SmileCodec.of(type).decode(smile, 0, smile.length)).isEqualTo(items);
    assertThat(SmileCodec.of(type).id()).isEqualTo((byte) 2);
  }

  @Test
  void aMapperOfAnotherFormatIsRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SmileCodec.of(Shop.Item.class, JsonCodec.mapper().build()))
        .withMessage("mapper is one for JSON; allowed: one for Smile");
  }

  @Test
  void aTypeThatWouldTakeClassesFromBytesIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> SmileCodec.of(Class.class));
  }
}
