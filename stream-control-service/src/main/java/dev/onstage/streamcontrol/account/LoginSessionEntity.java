package dev.onstage.streamcontrol.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sign-in on one device, from signing in to signing out. */
@Entity
@Table(name = "login_sessions")
class LoginSessionEntity {

    /** Tabs of one browser refresh at the same moment, and answers get lost: what was current stays good this long. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** Within the grace; a client that refreshes without a pause gets the current one again from there on. */
    static final int MOST_GENERATIONS = 64;

    @Id
    @Column(name = "login_session_id")
    private UUID loginSessionId;

    @Column(name = "account_id", nullable = false)
    private UUID accountId;

    @Column(name = "refresh_key", nullable = false, columnDefinition = "text")
    private String refreshKey;

    @Column(nullable = false)
    private int generation;

    /**
     * When the generations before the current one were replaced, in milliseconds and the latest last, as far as that was within
     * the grace before the current one began. Separated by commas.
     */
    @Column(name = "replaced_at", nullable = false, columnDefinition = "text")
    private String replacedAt;

    @Column(columnDefinition = "text")
    private @Nullable String source;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    /** Whatever its owner does. */
    @Column(name = "ends_at", nullable = false)
    private Instant endsAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "revoked_reason", columnDefinition = "text")
    private @Nullable String revokedReason;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected LoginSessionEntity() {}

    LoginSessionEntity(
            UUID loginSessionId, UUID accountId, String refreshKey, String source, Instant now, Lifetimes lifetimes) {
        this.loginSessionId = loginSessionId;
        this.accountId = accountId;
        this.refreshKey = refreshKey;
        this.source = source;
        this.generation = 1;
        this.replacedAt = "";
        this.createdAt = now;
        this.endsAt = now.plus(lifetimes.whole());
        this.expiresAt = lifetimes.expiry(now, endsAt);
    }

    /**
     * How long a login session lives.
     *
     * @param unused without its owner coming back
     * @param whole from signing in to its end
     */
    record Lifetimes(Duration unused, Duration whole) {
        private Instant expiry(Instant now, Instant end) {
            Instant expiry = now.plus(unused);
            return expiry.isBefore(end) ? expiry : end;
        }
    }

    /** What presenting a genuine refresh token of some generation means. */
    enum Presented {
        /** The current one: the session moves on to the next. */
        ROTATED,
        /** One that was current a moment ago: the current one is told again. */
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

    /** When it is over, whatever its owner does. */
    Instant endsAt() {
        return endsAt;
    }

    /** Whether it was ended, has reached its end, or was not used for too long. */
    boolean isOver(Instant now) {
        return revokedAt != null || !expiresAt.isAfter(now) || !endsAt.isAfter(now);
    }

    Presented present(int presented, Instant now, Lifetimes lifetimes) {
        if (isOver(now)) {
            return Presented.OVER;
        }
        List<Instant> replaced = replacedWithinGrace(now);
        if (presented == generation) {
            if (replaced.size() >= MOST_GENERATIONS) {
                return Presented.REPEATED;
            }
            replaced.add(now);
            replacedAt = replaced.stream()
                    .map(instant -> Long.toString(instant.toEpochMilli()))
                    .collect(Collectors.joining(","));
            generation++;
            expiresAt = lifetimes.expiry(now, endsAt);
            return Presented.ROTATED;
        }
        if (presented < generation && presented >= generation - replaced.size()) {
            return Presented.REPEATED;
        }
        revoke("REUSED", now);
        return Presented.REUSED;
    }

    /** The latest of them belongs to the generation before the current one, and so on. */
    private List<Instant> replacedWithinGrace(Instant now) {
        Instant earliest = now.minus(GRACE);
        return Stream.of(replacedAt.split(","))
                .filter(millis -> !millis.isEmpty())
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .filter(instant -> instant.isAfter(earliest))
                .collect(Collectors.toCollection(ArrayList::new));
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
