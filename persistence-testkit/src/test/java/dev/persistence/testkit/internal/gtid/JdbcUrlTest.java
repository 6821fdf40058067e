package dev.persistence.testkit.internal.gtid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdbcUrlTest {

  @Test
  void urlNamesPortDatabaseAndOrdinaryUserAndTakesMoreOptions() {
    assertThat(JdbcUrl.of(3306, "orders", Account.TEST))
        .startsWith("jdbc:mysql://127.0.0.1:3306/orders?user=test&")
        .matches(".*=[^&?]+");
  }
}
