package dev.onstage.support.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class IntakeProgressTest {

    private static final Instant START = Instant.parse("2026-11-20T20:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = START;
    private final IntakeProgress progress = new IntakeProgress(metrics, () -> now);

    @Test
    void shouldTellOfAConsumerThatHasNotGotOnForAMinute() {
        IntakeProgress.Work work = progress.begin("provider-chat-in");
        progress.begin("other-in").done();
        work.waits(new PgException("away", "FATAL", "57P03", null));

        now = START.plusSeconds(59);
        assertThat(progress.stalled()).isEmpty();
        now = START.plusSeconds(60);

        assertThat(progress.stalled())
                .containsExactly(
                        new StalledIntake("provider-chat-in", START, "PostgreSQL refuses it (SQLSTATE 57P03)"));
        assertThat(gauge("provider-chat-in")).isEqualTo(60);
        assertThat(gauge("other-in")).isZero();
    }

    @Test
    void shouldForgetItWhenItGetsOn() {
        IntakeProgress.Work work = progress.begin("provider-chat-in");
        now = START.plusSeconds(100);
        assertThat(progress.stalled()).hasSize(1);

        work.progressed();

        assertThat(progress.stalled()).isEmpty();
        assertThat(gauge("provider-chat-in")).isZero();
    }

    @Test
    void shouldHaveNothingToSayOfAConsumerWithoutRecords() {
        progress.begin("provider-chat-in").done();
        now = START.plusSeconds(3600);

        assertThat(progress.stalled()).isEmpty();
        assertThat(gauge("provider-chat-in")).isZero();
    }

    @Test
    void shouldWarnOnceEachTime() {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Warnings(warnings);
        Logger log = Logger.getLogger(IntakeProgress.class.getName());
        log.addHandler(handler);
        try {
            IntakeProgress.Work work = progress.begin("provider-chat-in");
            now = START.plusSeconds(70);
            progress.watch();
            progress.watch();
            work.progressed();
            progress.watch();
            now = START.plusSeconds(200);
            progress.watch();
        } finally {
            log.removeHandler(handler);
        }

        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("no progress"));
    }

    @Test
    void shouldKeepWhatItWritesToRedis() {
        List<StalledIntake> stalled = List.of(
                new StalledIntake("provider-chat-in", START, "a \"reason\""),
                new StalledIntake("provider-call-in", START.plusMillis(1), ""));

        assertThat(StalledIntakes.decode(StalledIntakes.encode(stalled))).isEqualTo(stalled);
    }

    private double gauge(String channel) {
        return metrics.get("intake.stalled.seconds")
                .tag("channel", channel)
                .gauge()
                .value();
    }

    private static final class Warnings extends Handler {
        private final List<String> messages;

        Warnings(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                messages.add(String.valueOf(entry.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
