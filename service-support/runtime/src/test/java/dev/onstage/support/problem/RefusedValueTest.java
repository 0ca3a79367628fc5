package dev.onstage.support.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RefusedValueTest {
    @Test
    void shouldFindTheDataExceptionInWhateverItIsWrapped() {
        Throwable reactive = new PgException("invalid byte sequence", "ERROR", "22021", "");
        Throwable blocking = new SQLException("out of range", "22003");

        assertThat(RefusedValue.isBehind(reactive)).isTrue();
        assertThat(RefusedValue.isBehind(new CompletionException(new IllegalStateException(reactive))))
                .isTrue();
        assertThat(RefusedValue.isBehind(new IllegalStateException(blocking))).isTrue();
    }

    @Test
    void shouldNotBlameTheClientForAnythingElse() {
        assertThat(RefusedValue.isBehind(new PgException("duplicate key", "ERROR", "23505", "")))
                .isFalse();
        assertThat(RefusedValue.isBehind(new IllegalStateException("no"))).isFalse();
    }
}
