package dev.persistence.routing.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.protocol.ServerSessionStateController;
import com.mysql.cj.protocol.ServerSessionStateController.ServerSessionStateChanges;
import com.mysql.cj.protocol.ServerSessionStateController.SessionStateChange;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect.CommitWatch;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is made of the answers that a driver keeps, whichever call they were for. */
class SessionTrackingTest {

  private static final int GTIDS = 3;
  private static final int SCHEMA = 1;
  private static final String SERVER = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  private final SessionTracking tracking =
      new SessionTracking(
          new SessionTracking.Kind(GTIDS, "variable"), values -> GtidSet.parse(values.get(0)));

  /** What the server said last. */
  private @Nullable ServerSessionStateChanges answer;

  /** Returns an object of the driver that knows these answers. */
  private static <T> T object(Class<T> type, Map<String, ?> answers) {
    return type.cast(proxy(new Class<?>[] {type}, answers));
  }

  private static Object proxy(Class<?>[] types, Map<String, ?> answers) {
    return Proxy.newProxyInstance(
        MysqlConnection.class.getClassLoader(),
        types,
        (self, method, arguments) -> {
          Object known = answers.get(method.getName());
          return known instanceof Answer computed ? computed.of(self) : known;
        });
  }

  private interface Answer {
    @Nullable Object of(Object self);
  }

  private Connection connection(boolean listening) {
    RuntimeProperty<?> flag = object(RuntimeProperty.class, Map.of("getValue", listening));
    Answer last = self -> answer;
    Answer itself = self -> self;
    ServerSessionStateController controller =
        object(ServerSessionStateController.class, Map.of("getSessionStateChanges", last));
    PropertySet properties = object(PropertySet.class, Map.of("getBooleanProperty", flag));
    Map<String, Object> answers =
        Map.of(
            "isWrapperFor", true,
            "unwrap", itself,
            "getPropertySet", properties,
            "getServerSessionStateController", controller);
    return (Connection) proxy(new Class<?>[] {Connection.class, MysqlConnection.class}, answers);
  }

  private static ServerSessionStateChanges told(SessionStateChange... changes) {
    return object(
        ServerSessionStateChanges.class, Map.of("getSessionStateChangesList", List.of(changes)));
  }

  private static SessionStateChange gtid(long number) {
    return new SessionStateChange(GTIDS).addValue(SERVER + ":" + number);
  }

  private CommitWatch watch() {
    return Objects.requireNonNull(tracking.watch(connection(true)));
  }

  private static Position position(long number) {
    return GtidSet.parse(SERVER + ":" + number);
  }

  @Test
  void answerToTheCallTellsThePosition() {
    CommitWatch watch = watch();
    watch.starts();
    answer = told(new SessionStateChange(SCHEMA).addValue("orders"), gtid(7));

    assertThat(watch.ended()).isEqualTo(position(7));
  }

  @Test
  void answerToAnEarlierCallTellsNothing() {
    answer = told(gtid(7));
    CommitWatch watch = watch();
    watch.starts();
    assertThat(watch.ended()).isNull();

    watch.starts();
    answer = told(gtid(8));
    assertThat(watch.ended()).isEqualTo(position(8));
    assertThat(watch.ended()).isNull();
    watch.starts();
    assertThat(watch.ended()).isNull();
  }

  @Test
  void answerWithoutAPositionTellsNothing() {
    CommitWatch watch = watch();
    watch.starts();
    answer = told(new SessionStateChange(SCHEMA).addValue("orders"));
    assertThat(watch.ended()).isNull();

    watch.starts();
    answer = told();
    assertThat(watch.ended()).isNull();

    watch.starts();
    answer = null;
    assertThat(watch.ended()).isNull();
  }

  @Test
  void driverThatDoesNotListenIsNotWatched() {
    assertThat(tracking.watch(connection(false))).isNull();
  }

  @Test
  void anotherDriverIsNotWatched() {
    Answer no = self -> false;
    Connection other = object(Connection.class, Map.of("isWrapperFor", no));

    assertThat(tracking.watch(other)).isNull();
  }
}
