package dev.onstage.streamcontrol.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A login session as its owner sees it.
 *
 * @param loginId to end it by
 * @param device in words; as the device calls itself
 * @param network where it was signed in from, null when that was not recorded
 * @param createdAt when it was signed in
 * @param lastUsedAt when it last got an access token, which it does every few minutes while it is used
 * @param endsAt when it is over, whatever its owner does
 * @param current whether this request belongs to it
 */
record Login(
        UUID loginId,
        String device,
        @Nullable String network,
        Instant createdAt,
        Instant lastUsedAt,
        Instant endsAt,
        boolean current) {

    static Login of(LoginSession session, String current) {
        String device = session.device();
        return new Login(
                session.loginSessionId(),
                device == null ? Device.UNKNOWN : device,
                session.source(),
                session.createdAt(),
                session.lastUsedAt(),
                session.endsAt(),
                session.loginSessionId().toString().equals(current));
    }
}
