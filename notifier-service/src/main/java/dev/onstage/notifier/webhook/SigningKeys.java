package dev.onstage.notifier.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that sign: the newest, and for a while those before it, so that a receiver can be given the new one without
 * missing a message.
 *
 * @param keys the newest first
 */
record SigningKeys(List<Key> keys) {
    /** How long a secret signs on after it was replaced. */
    static final Duration SIGNS_ON_FOR = Duration.ofHours(24);

    /** Who replaces one again and again must not make the header grow without end. */
    static final int MAX_KEYS = 5;

    /**
     * A secret.
     *
     * @param secret its text
     * @param until when it signs no more, null for the newest
     */
    record Key(String secret, @Nullable Instant until) {
        /** Whether it is this secret, also where it was stored without the padding of Base64. */
        boolean is(SigningSecret other) {
            return SigningSecret.parse(secret).equals(other);
        }

        boolean signsAt(Instant now) {
            return until == null || now.isBefore(until);
        }

        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    static SigningKeys of(SigningSecret secret) {
        return new SigningKeys(List.of(new Key(secret.text(), null)));
    }

    /** With another secret as the newest. One that is the newest already changes nothing. */
    SigningKeys replacedBy(SigningSecret newest, Instant now) {
        if (keys.get(0).is(newest)) {
            return this;
        }
        Stream<Key> older = keys.stream()
                .filter(key -> key.signsAt(now) && !key.is(newest))
                .map(key -> key.until() == null ? new Key(key.secret(), now.plus(SIGNS_ON_FOR)) : key);
        return new SigningKeys(Stream.concat(Stream.of(new Key(newest.text(), null)), older)
                .limit(MAX_KEYS)
                .toList());
    }

    /** The header {@code webhook-signature} of a message that is sent now. */
    String sign(String id, Instant now, String body) {
        return keys.stream()
                .filter(key -> key.signsAt(now))
                .map(key -> new SigningSecret(key.secret()).sign(id, now.getEpochSecond(), body))
                .collect(Collectors.joining(" "));
    }
}
