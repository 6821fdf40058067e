package dev.persistence.cache.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of the codecs' tests. */
final class Shop {

  private Shop() {}

  enum Kind {
    RETAIL,
    WHOLESALE
  }

  record Customer(
      long id,
      @Nullable String name,
      Kind kind,
      double rating,
      BigDecimal credit,
      UUID reference,
      List<Payment> payments,
      Map<String, List<Integer>> counts) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Card.class, name = "card"),
    @JsonSubTypes.Type(value = Transfer.class, name = "transfer")
  })
  sealed interface Payment {}

  record Card(String number) implements Payment {}

  record Transfer(String iban, int days) implements Payment {}

  record Item(String name, int days) {}

  static List<Customer> customers() {
    return List.of(
        new Customer(
            42,
            "Zo\u00eb \u5c71 \ud83d\ude00 \"quoted\"\n",
            Kind.RETAIL,
            0.1,
            new BigDecimal("12345678901234567890.123456789"),
            UUID.fromString("0e37df36-f698-11e6-8dd4-cb9ced3df976"),
            List.of(new Card("4111"), new Transfer("DE00", 3)),
            Map.of("a", List.of(1, 2), "b", List.of())),
        new Customer(
            Long.MIN_VALUE,
            null,
            Kind.WHOLESALE,
            Double.POSITIVE_INFINITY,
            BigDecimal.ZERO,
            new UUID(0, 0),
            List.of(),
            Map.of()));
  }
}
