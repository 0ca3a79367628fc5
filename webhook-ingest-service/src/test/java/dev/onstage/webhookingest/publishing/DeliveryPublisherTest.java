package dev.onstage.webhookingest.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onstage.events.Topic;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.NormalisedDelivery;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryPublisherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TestPublisher kafka = new TestPublisher(false);
    private final NormalisedDelivery delivery = new DeliveryNormaliser()
            .normalise(TestVerifier.verified(SignedDeliveries.example("call.session_participant_joined")));

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldEndOnlyWhenKafkaConfirmedTheEventAndTheDelivery() {
        CompletableFuture<Void> published = publish(DeliveryOutcome.ACCEPTED);
        awaitSent(2);

        kafka.producer().completeNext();
        assertThat(published).isNotDone();
        kafka.producer().completeNext();

        assertThat(published).succeedsWithin(PATIENCE);
        assertThat(topics())
                .containsExactly(Topic.PROVIDER_PRESENCE.topicName(), Topic.PROVIDER_DELIVERIES.topicName());
    }

    @Test
    void shouldPublishNoEventsOfWhatIsNotAccepted() {
        CompletableFuture<Void> published = publish(DeliveryOutcome.QUARANTINED);
        awaitSent(1);

        assertThat(published).isNotDone();
        assertThat(topics()).containsExactly(Topic.PROVIDER_DELIVERIES.topicName());
    }

    @Test
    void shouldPublishTheEventsAloneForAReplay() {
        CompletableFuture<Void> published =
                kafka.publisher().publishEvents(delivery).subscribeAsCompletionStage();
        awaitSent(1);
        kafka.producer().completeNext();

        assertThat(published).succeedsWithin(PATIENCE);
        assertThat(topics()).containsExactly(Topic.PROVIDER_PRESENCE.topicName());
    }

    @Test
    void shouldFailAsAWholeWhenOneRecordFails() {
        CompletableFuture<Void> published = publish(DeliveryOutcome.ACCEPTED);
        awaitSent(2);

        kafka.producer().completeNext();
        kafka.producer().errorNext(new TimeoutException("expired"));

        assertThatThrownBy(published::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NotConfirmedException.class);
    }

    @Test
    void shouldNotAskKafkaAfterSeveralFailuresInARowUntilItConfirmsAgain() {
        List<CompletableFuture<Void>> under = List.of(
                publish(DeliveryOutcome.IGNORED),
                publish(DeliveryOutcome.IGNORED),
                publish(DeliveryOutcome.IGNORED),
                publish(DeliveryOutcome.IGNORED));
        awaitSent(4);

        for (int i = 0; i < 3; i++) {
            kafka.producer().errorNext(new TimeoutException("expired"));
        }
        await().atMost(PATIENCE).until(kafka.publisher()::isBreakerOpen);
        assertThatThrownBy(() -> publish(DeliveryOutcome.IGNORED).get())
                .hasCauseInstanceOf(NotConfirmedException.class);
        assertThat(kafka.sent()).as("nothing more was sent").hasSize(4);

        kafka.producer().completeNext();
        assertThat(under.get(3)).succeedsWithin(PATIENCE);
        assertThat(kafka.publisher().isBreakerOpen()).isFalse();
    }

    @Test
    void shouldNotBlameKafkaForARecordItRefuses() {
        for (int i = 1; i <= 5; i++) {
            CompletableFuture<Void> published = publish(DeliveryOutcome.IGNORED);
            awaitSent(i);
            kafka.producer().errorNext(new RecordTooLargeException("too large"));
            assertThatThrownBy(published::get).hasCauseInstanceOf(NotConfirmedException.class);
        }

        assertThat(kafka.publisher().isBreakerOpen()).isFalse();
    }

    @Test
    void shouldGiveUpWhatWaitsWhenItStops() {
        kafka.close();

        assertThatThrownBy(() -> publish(DeliveryOutcome.ACCEPTED).get())
                .hasCauseInstanceOf(NotConfirmedException.class);
    }

    private CompletableFuture<Void> publish(DeliveryOutcome outcome) {
        return kafka.publish(delivery, outcome);
    }

    private void awaitSent(int records) {
        await().atMost(PATIENCE).until(() -> kafka.sent().size() == records);
    }

    private List<String> topics() {
        return kafka.sent().stream().map(ProducerRecord::topic).toList();
    }
}
