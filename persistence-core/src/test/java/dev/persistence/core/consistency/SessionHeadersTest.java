package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionHeadersTest {

  private static final ConsistencyToken TOKEN = new ConsistencyToken("orders", 3, "0/16B3748");

  private final TokenCodec codec =
      TokenCodec.builder().clusters("orders").key(new byte[16]).build();
  private final Map<String, String> carried = new HashMap<>();

  private @Nullable String value(String name) {
    return carried.get(name);
  }

  @Test
  void sessionContinuesThroughAHeader() {
    SessionHeaders headers = SessionHeaders.http(codec);
    try (Session session = Session.resume(List.of(TOKEN))) {
      headers.write(carried::put);
    }
    assertThat(carried).containsOnlyKeys("Consistency-Token");

    try (Session session = headers.resume(this::value)) {
      assertThat(Session.current()).isSameAs(session);
      assertThat(session.tokens()).containsExactly(TOKEN);
    }
  }

  @Test
  void sessionWithoutWritesWritesNothing() {
    try (Session session = SessionHeaders.cookie(codec).resume(this::value)) {
      SessionHeaders.cookie(codec).write(carried::put);
    }
    assertThat(carried).isEmpty();
  }

  @Test
  void writesInAClusterThatWasNotDeclaredAreNotCarriedSilently() {
    ConsistencyToken foreign = new ConsistencyToken("stock", 1, "0/1");
    try (Session session = Session.resume(List.of(foreign))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionHeaders.http(codec).write(carried::put))
          .withMessageContaining("cluster is \"stock\"");
    }
    assertThat(carried).isEmpty();
  }

  @Test
  void valueThatIsNotOursOpensASessionInDoubt() {
    carried.put("consistency_token", "nonsense");

    try (Session session = SessionHeaders.message(codec).resume(this::value)) {
      assertThat(session.tokens()).containsExactly(ConsistencyToken.unknown("orders"));
    }
    assertThat(codec.count(TokenVerdict.UNREADABLE)).isEqualTo(1);
  }

  @Test
  void eachCarrierHasItsName() {
    assertThat(SessionHeaders.http(codec).name()).isEqualTo(SessionHeaders.HTTP_HEADER);
    assertThat(SessionHeaders.cookie(codec).name()).isEqualTo(SessionHeaders.COOKIE);
    assertThat(SessionHeaders.message(codec).name()).matches("[a-z_]+");
    assertThat(SessionHeaders.named(codec, "x-past").name()).isEqualTo("x-past");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SessionHeaders.named(codec, "x-past\r\nSet-Cookie"))
        .withMessageStartingWith("name has a control character");
  }
}
