package dev.onstage.webhookingest.receiving;

import dev.onstage.support.start.Rehearsal;
import dev.onstage.webhookingest.normalization.DeliveryNormaliser;
import dev.onstage.webhookingest.normalization.MalformedDeliveryException;
import dev.onstage.webhookingest.verification.DeliveryVerifier;
import dev.onstage.webhookingest.verification.RefusedDeliveryException;
import dev.onstage.webhookingest.verification.UnverifiedDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Refuses and reads deliveries that nobody sent, so that those that are sent find it done before. Nothing is kept of them. */
@ApplicationScoped
class ReceivingRehearsal implements Rehearsal {
    private static final int TIMES = 100;
    private static final String NOT_A_KEY = "rehearsal";
    private static final String NOT_A_SIGNATURE = "0".repeat(64);
    private static final List<String> BODIES = List.of("""
            {"type":"call.live_started","call_cid":"rehearsal:rehearsal","created_at":"2026-01-01T00:00:00Z",
            "call":{"type":"rehearsal","id":"rehearsal","cid":"rehearsal:rehearsal","backstage":false}}""", """
            {"type":"call.session_participant_joined","call_cid":"rehearsal:rehearsal","session_id":"rehearsal",
            "created_at":"2026-01-01T00:00:00Z","participant":{"user_session_id":"rehearsal","role":"user",
            "joined_at":"2026-01-01T00:00:00Z","user":{"id":"rehearsal","role":"user"}}}""", """
            {"type":"message.new","cid":"rehearsal:rehearsal","created_at":"2026-01-01T00:00:00Z",
            "message":{"id":"rehearsal","user":{"id":"rehearsal"},"created_at":"2026-01-01T00:00:00Z"}}""");

    private final DeliveryVerifier verifier;
    private final DeliveryNormaliser normaliser;

    ReceivingRehearsal(DeliveryVerifier verifier, DeliveryNormaliser normaliser) {
        this.verifier = verifier;
        this.normaliser = normaliser;
    }

    @Override
    public void rehearse(URI self) {
        for (int time = 0; time < TIMES; time++) {
            BODIES.forEach(this::rehearse);
        }
    }

    private void rehearse(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Instant now = Instant.now();
        try {
            verifier.verify(new UnverifiedDelivery(body, NOT_A_KEY, NOT_A_SIGNATURE, null, null, null, now));
        } catch (RefusedDeliveryException asItShouldBe) {
            read(body, now);
        }
    }

    private void read(byte[] body, Instant now) {
        try {
            normaliser.normalise(verifier.restore(new UUID(0, 0), now, NOT_A_KEY, null, null, null, body));
        } catch (MalformedDeliveryException wrong) {
            throw new IllegalStateException("A made-up delivery cannot be read", wrong);
        }
    }
}
