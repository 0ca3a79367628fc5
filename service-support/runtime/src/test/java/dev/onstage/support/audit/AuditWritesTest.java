package dev.onstage.support.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AuditWritesTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    /** Of the writes that the sink was asked for, the ends. */
    private final List<UniEmitter<? super Void>> begun = new CopyOnWriteArrayList<>();

    private final AuditSink sink = entry -> Uni.createFrom().<Void>emitter(emitter -> begun.add(emitter));

    @Test
    void shouldWriteOnlySoManyAtATime() {
        AuditWrites writes = new AuditWrites(sink, LONG);
        List<UniAssertSubscriber<Void>> asked = new ArrayList<>();
        for (int i = 0; i < AuditWrites.AT_ONCE + 1; i++) {
            asked.add(write(writes));
        }
        assertThat(begun).hasSize(AuditWrites.AT_ONCE);

        begun.get(0).complete(null);

        UniAssertSubscriber<Void> first = asked.get(0).assertCompleted();
        assertThat(first.getItem()).isNull();
        assertThat(begun).hasSize(AuditWrites.AT_ONCE + 1);
    }

    @Test
    void shouldRefuseWhatWouldWaitBehindTooMany() {
        AuditWrites writes = new AuditWrites(sink, LONG);
        for (int i = 0; i < AuditWrites.AT_ONCE + AuditWrites.MOST_WAITING; i++) {
            UniAssertSubscriber<Void> waiting = write(writes);
            waiting.assertNotTerminated();
        }

        UniAssertSubscriber<Void> refused = write(writes).assertFailedWith(ProblemException.class);

        assertThat(refused.getFailure()).hasMessageContaining("Too many commands");
    }

    @Test
    void shouldKeepThePlaceOfAWriteThatNobodyWaitsForAndForgetWhoWaitedForOne() {
        AuditWrites writes = new AuditWrites(sink, Duration.ofMillis(1));
        for (int i = 0; i < AuditWrites.AT_ONCE + 1; i++) {
            UniAssertSubscriber<Void> late = write(writes).awaitFailure(LONG);
            assertThat(late.getFailure()).isInstanceOf(ProblemException.class);
        }
        assertThat(begun).hasSize(AuditWrites.AT_ONCE);

        begun.get(0).complete(null);

        assertThat(begun).as("the one that waited has gone").hasSize(AuditWrites.AT_ONCE);
        UniAssertSubscriber<Void> next = write(writes);
        assertThat(begun).hasSize(AuditWrites.AT_ONCE + 1);
        next.cancel();
    }

    @Test
    void shouldGiveThePlaceOfAFailureToTheNext() {
        AuditWrites writes = new AuditWrites(
                entry -> {
                    throw new IllegalStateException("away");
                },
                LONG);

        for (int i = 0; i < AuditWrites.AT_ONCE + 1; i++) {
            UniAssertSubscriber<Void> failed = write(writes).assertFailedWith(IllegalStateException.class);
            assertThat(failed.getFailure()).hasMessage("away");
        }
    }

    private static UniAssertSubscriber<Void> write(AuditWrites writes) {
        return writes.write(new AuditEntry(
                        UUID.randomUUID(),
                        "go-live",
                        "main",
                        null,
                        "account",
                        "Somebody",
                        "login",
                        false,
                        "192.0.2.1",
                        Instant.EPOCH,
                        "begun"))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }
}
