package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.onstage.support.messaging.MalformedEventException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.time.DateTimeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
        "08006, WAIT", "25006, WAIT", "28P01, WAIT", "40001, WAIT", "40P01, WAIT", "42P01, WAIT", "53300, WAIT",
        "55P03, WAIT", "57P01, WAIT", "58030, WAIT", "XX000, WAIT", "22021, REFUSE", "22001, REFUSE", "23503, DOUBT",
        "23505, DOUBT", "23514, DOUBT", "54000, REFUSE", "21000, DOUBT", "P0001, DOUBT"
    })
    void shouldJudgeBySqlState(String sqlState, Verdict expected) {
        PgException failure = new PgException("of no interest", "ERROR", sqlState, null);

        assertThat(Verdict.of(failure)).isEqualTo(expected);
        assertThat(Verdict.of(new CompletionException(new IllegalStateException(failure))))
                .isEqualTo(expected);
    }

    static Stream<Throwable> passing() {
        return Stream.of(
                new ConnectException("refused"),
                new TimeoutException(),
                new io.smallrye.mutiny.TimeoutException(),
                ClosedConnectionException.INSTANCE,
                new NoStackTraceThrowable("Timeout"),
                new VertxException("Pool closed", true),
                new OutOfMemoryError(),
                new NoClassDefFoundError(),
                new Yielding());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldWaitForWhatPasses(Throwable failure) {
        assertThat(Verdict.of(failure)).isEqualTo(Verdict.WAIT);
        assertThat(Verdict.of(new IllegalStateException(failure))).isEqualTo(Verdict.WAIT);
    }

    static Stream<Throwable> permanent() {
        return Stream.of(
                new MalformedEventException("beyond-retention"),
                new MalformedEventException("wrapped", new ConnectException()),
                new JsonParseException(null, "no JSON"),
                new DateTimeException("out of range"),
                new ArithmeticException("overflow"));
    }

    @ParameterizedTest
    @MethodSource("permanent")
    void shouldRefuseWhatARecordAloneCanBring(Throwable failure) {
        assertThat(Verdict.of(failure)).isEqualTo(Verdict.REFUSE);
    }

    static Stream<Throwable> unforeseen() {
        return Stream.of(
                new NullPointerException(),
                new IllegalArgumentException("the pool is closed, says somebody else than Vert.x"),
                new VertxException("Parameter at position 1 cannot be coerced", true),
                new StackOverflowError(),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void shouldDoubtWhatNobodyForesaw(Throwable failure) {
        assertThat(Verdict.of(failure)).isEqualTo(Verdict.DOUBT);
    }

    @Test
    void shouldSayWhyInOneLineWithoutTheValuesThatLibrariesRepeat() {
        PgException refusal = new PgException("invalid value: \"hunter2\"", "ERROR", "22P02", "hunter2");

        assertThat(DeadLetterReason.of(new IllegalStateException(refusal)))
                .contains("22P02")
                .doesNotContain("hunter2");
        assertThat(DeadLetterReason.of(new NumberFormatException("For input string: hunter2")))
                .startsWith("java.lang.NumberFormatException in dev.onstage.")
                .doesNotContain("hunter2");
        assertThat(DeadLetterReason.of(new MalformedEventException("one\ntwo \ud800" + "x".repeat(1000))))
                .startsWith("one?two ?xx")
                .hasSizeLessThan(400);
    }

    private static final class Yielding extends RuntimeException implements PassingFailure {
        private static final long serialVersionUID = 1;
    }
}
