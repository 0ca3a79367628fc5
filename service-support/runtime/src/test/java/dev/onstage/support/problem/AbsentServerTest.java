package dev.onstage.support.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsentServerTest {

    @ParameterizedTest
    @CsvSource({
        "57P01, true",
        "57P03, true",
        "08006, true",
        "53300, true",
        "57014, false",
        "23505, false",
        "40001, false"
    })
    void shouldTellAStoppedDatabaseFromARefusal(String sqlState, boolean absent) {
        assertThat(AbsentServer.isBehind(new PgException("it", "FATAL", sqlState, null)))
                .isEqualTo(absent);
    }

    @Test
    void shouldLookBehindTheLibraries() {
        assertThat(AbsentServer.isBehind(
                        new CompletionException(new IllegalStateException(new ConnectException("refused")))))
                .isTrue();
        assertThat(AbsentServer.isBehind(new IllegalStateException(ClosedConnectionException.INSTANCE)))
                .isTrue();
        assertThat(AbsentServer.isBehind(new UnknownHostException("postgres"))).isTrue();
        assertThat(AbsentServer.isBehind(
                        new NoStackTraceThrowable("Connection is not active now, current status: CLOSED")))
                .isTrue();
        assertThat(AbsentServer.isBehind(new ConnectionPoolTooBusyException("as many wait as may")))
                .isTrue();
        assertThat(AbsentServer.isBehind(new IllegalStateException("password=hunter2")))
                .isFalse();
    }
}
