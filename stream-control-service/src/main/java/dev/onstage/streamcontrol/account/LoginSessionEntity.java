package dev.onstage.streamcontrol.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sign-in on one device, from signing in to signing out. */
@Entity
@Table(name = "login_sessions")
class LoginSessionEntity {

    /** Tabs of one browser refresh at the same moment, and answers get lost: the last generation stays good this long. */
    private static final Duration REPEAT_WINDOW = Duration.ofSeconds(15);

    @Id
    @Column(name = "login_session_id")
    private UUID loginSessionId;

    @Column(name = "account_id", nullable = false)
    private UUID accountId;

    @Column(name = "refresh_key", nullable = false, columnDefinition = "text")
    private String refreshKey;

    @Column(nullable = false)
    private int generation;

    @Column(name = "rotated_at", nullable = false)
    private Instant rotatedAt;

    @Column(columnDefinition = "text")
    private @Nullable String source;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "revoked_reason", columnDefinition = "text")
    private @Nullable String revokedReason;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected LoginSessionEntity() {}

    LoginSessionEntity(
            UUID loginSessionId, UUID accountId, String refreshKey, String source, Instant now, Duration lifetime) {
        this.loginSessionId = loginSessionId;
        this.accountId = accountId;
        this.refreshKey = refreshKey;
        this.source = source;
        this.generation = 1;
        this.rotatedAt = now;
        this.createdAt = now;
        this.expiresAt = now.plus(lifetime);
    }

    /** What presenting a genuine refresh token of some generation means. */
    enum Presented {
        /** The current one: the session moves on to the next. */
        ROTATED,
        /** The one before, just after rotating: the answer is repeated. */
        REPEATED,
        /** An old one: somebody has a copy, the session is over. */
        REUSED,
        /** The session is over already. */
        OVER
    }

    UUID loginSessionId() {
        return loginSessionId;
    }

    UUID accountId() {
        return accountId;
    }

    String refreshKey() {
        return refreshKey;
    }

    /** Where it was signed in from, null when that was not recorded. */
    @Nullable String source() {
        return source;
    }

    int generation() {
        return generation;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Presented present(int presented, Instant now, Duration lifetime) {
        if (revokedAt != null || !expiresAt.isAfter(now)) {
            return Presented.OVER;
        }
        if (presented == generation) {
            generation++;
            rotatedAt = now;
            expiresAt = now.plus(lifetime);
            return Presented.ROTATED;
        }
        if (presented == generation - 1 && now.isBefore(rotatedAt.plus(REPEAT_WINDOW))) {
            return Presented.REPEATED;
        }
        revoke("REUSED", now);
        return Presented.REUSED;
    }

    void signOut(Instant now) {
        if (revokedAt == null) {
            revoke("SIGNED_OUT", now);
        }
    }

    private void revoke(String reason, Instant now) {
        revokedAt = now;
        revokedReason = reason;
    }

    @Nullable Instant revokedAt() {
        return revokedAt;
    }

    @Nullable String revokedReason() {
        return revokedReason;
    }
}
