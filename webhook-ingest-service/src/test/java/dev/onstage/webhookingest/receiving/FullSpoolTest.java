package dev.onstage.webhookingest.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.webhookingest.SignedDeliveries;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.publishing.TestPublisher;
import dev.onstage.webhookingest.spooling.SpoolFixture;
import dev.onstage.webhookingest.verification.TestVerifier;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Kafka is away and the spool holds two deliveries. */
class FullSpoolTest {
    private static final byte[] BODY = SignedDeliveries.example("ingress.stopped");
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    @Test
    void shouldRefuseWith503UntilTheRelayMadeRoom() {
        TestPublisher away = new TestPublisher(false);
        away.close();
        try (SpoolFixture spool = new SpoolFixture("full_spool");
                TestPublisher back = new TestPublisher(true)) {
            WebhookService service = service(spool, away);
            assertThat(receive(service)).isEmpty();
            assertThat(receive(service)).isEmpty();

            assertThat(receive(service)).hasValueSatisfying(FullSpoolTest::asksToComeAgain);
            assertThat(spool.count()).isEqualTo(2);
            spool.relayOneBatch(back);

            assertThat(receive(service)).isEmpty();
            assertThat(spool.count()).isEqualTo(1);
        }
    }

    private static void asksToComeAgain(ProblemException problem) {
        assertThat(problem.type()).isEqualTo(ProblemType.OVERLOADED);
        assertThat(problem.type().status()).isEqualTo(503);
        assertThat(problem.members()).containsKey(ProblemException.RETRY_AFTER_SECONDS);
        assertThat(problem.detail()).contains("The spool is full.");
    }

    private static WebhookService service(SpoolFixture spool, TestPublisher kafka) {
        DeliveryMetrics metrics = new DeliveryMetrics(new SimpleMeterRegistry(), kafka.publisher());
        return new WebhookService(
                new DeliveryAssessor(
                        TestVerifier.verifier(
                                1 << 20, 4 << 20, SignedDeliveries.API_KEY + "=" + SignedDeliveries.SECRET),
                        new DeliveryNormaliser(),
                        new AgeWindow(ALWAYS, ALWAYS),
                        metrics),
                kafka.publisher(),
                spool.spool(Map.of("max-rows", "2")),
                metrics,
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(ReceivingConfig.class)
                        .withDefaultValue("onstage.receiving.whole-timeout", "1m")
                        .build()
                        .getConfigMapping(ReceivingConfig.class),
                Tracing.off());
    }

    /** Empty when it was acknowledged. */
    private static Optional<ProblemException> receive(WebhookService service) {
        CompletableFuture<Optional<ProblemException>> answer = new CompletableFuture<>();
        service.receive(
                new UnverifiedDelivery(
                        BODY,
                        SignedDeliveries.API_KEY,
                        SignedDeliveries.sign(BODY, SignedDeliveries.SECRET),
                        null,
                        null,
                        null,
                        Instant.now()),
                new DeliveryReceipt() {
                    @Override
                    public long startedAt() {
                        return System.nanoTime();
                    }

                    @Override
                    public void durable() {
                        answer.complete(Optional.empty());
                    }

                    @Override
                    public void refused(ProblemException problem) {
                        answer.complete(Optional.of(problem));
                    }
                });
        return answer.orTimeout(2, TimeUnit.MINUTES).join();
    }
}
