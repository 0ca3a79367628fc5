package dev.onstage.webhookingest.normalization;

import dev.onstage.events.ChatEvent;
import dev.onstage.events.ModerationEvent;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.ProviderCallEvent;
import dev.onstage.webhookingest.normalization.NormalisedDelivery.IdentifiedEvent;
import dev.onstage.webhookingest.verification.VerifiedDelivery;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Says what a delivery means. A pure function of the signed body: retries, replays and redeliveries give equal events with
 * equal identities. Only computes, so it may run on the event loop.
 */
@Singleton
public class DeliveryNormaliser {
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(DeliveryNormaliser::sha256);

    /**
     * Normalises one delivery.
     *
     * @throws MalformedDeliveryException when the body is not JSON or lacks what its type must have
     */
    public NormalisedDelivery normalise(VerifiedDelivery delivery) {
        ProviderPayload payload = PayloadParser.parse(delivery.body());
        EventMapper.Meaning meaning = EventMapper.meaning(payload);
        return new NormalisedDelivery(
                delivery,
                String.valueOf(payload.type),
                meaning.known(),
                Optional.ofNullable(payload.createdAt),
                identify(delivery.body(), meaning.events()),
                meaning.leftOut());
    }

    private static List<IdentifiedEvent> identify(byte[] body, List<OnstageEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        String digest = HEX.formatHex(SHA_256.get().digest(body));
        List<IdentifiedEvent> identified = new ArrayList<>(events.size());
        for (OnstageEvent event : events) {
            identified.add(new IdentifiedEvent(digest + "-" + identified.size(), key(event), event));
        }
        return identified;
    }

    private static String key(OnstageEvent event) {
        if (event instanceof ProviderCallEvent call) {
            return call.callCid();
        } else if (event instanceof ParticipantJoined joined) {
            return joined.userSessionId();
        } else if (event instanceof ParticipantLeft left) {
            return left.userSessionId();
        } else if (event instanceof ParticipantCountObserved counts) {
            return counts.callCid();
        } else if (event instanceof ChatEvent chat) {
            return chat.messageId();
        } else if (event instanceof ModerationEvent moderation) {
            return moderation.userId();
        }
        throw new IllegalArgumentException("No webhook means " + event.getClass());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The platform has SHA-256", e);
        }
    }
}
