package dev.persistence.migrate.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class UrlDataSourceTest {

  private static void assertSilent(String url) {
    // Without a driver the JDK tells the whole URL.
    assertThatThrownBy(() -> new UrlDataSource(url, null, null).getConnection())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("jdbc:nosuch:")
        .hasMessageContaining("***")
        .hasMessageNotContainingAny("s3cret", "t0p");
  }

  @Test
  void failureTellsTheUrlWithoutItsCredentials() {
    assertSilent("jdbc:nosuch://ada:s3cret@host/x");
    assertSilent("jdbc:nosuch://ada:s3cret/t0p@x@host/x");
    assertSilent("jdbc:nosuch://host/x?user=ada&password=s3cret&ssl=true");
    assertSilent("jdbc:nosuch://host/x?sslPassword=s3cret;trustStorePwd=t0p");
    assertSilent("jdbc:nosuch:(host=h,Password=s3cret)(port=1)");
  }

  @Test
  void itIsADataSourceOfItsOwnWithoutLogAndTimeOut() throws SQLException {
    DataSource source = new UrlDataSource("jdbc:nosuch:x", "ada", "s3cret");
    assertThat(source.unwrap(DataSource.class)).isSameAs(source);
    assertThat(source.isWrapperFor(UrlDataSource.class)).isTrue();
    assertThat(source.isWrapperFor(Connection.class)).isFalse();
    assertThatThrownBy(() -> source.unwrap(Connection.class)).isInstanceOf(SQLException.class);
    assertThat(source.getLogWriter()).isNull();
    assertThat(source.getLoginTimeout()).isZero();
    assertThatThrownBy(() -> source.setLoginTimeout(1))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> source.setLogWriter(null))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(source::getParentLogger).isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> source.getConnection("eve", "t0p")).hasMessageContaining("nosuch");
  }
}
