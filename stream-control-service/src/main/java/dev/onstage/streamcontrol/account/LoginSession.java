package dev.onstage.streamcontrol.account;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sign-in on one device, from signing in to signing out. */
class LoginSession {

    /** Tabs of one browser refresh at the same moment, and answers get lost: what was current stays good this long. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** Within the grace; a client that refreshes without a pause gets the current one again from there on. */
    static final int MOST_GENERATIONS = 64;

    /** How long a sign-in is fresh. */
    static final Duration FRESH = Duration.ofMinutes(10);

    static final String COLUMNS = "login_session_id, account_id, refresh_key, generation, replaced_at, source, device,"
            + " signed_in_by, created_at, last_used_at, expires_at, ends_at, revoked_at, revoked_reason";

    private final UUID loginSessionId;
    private final UUID accountId;
    private final String refreshKey;
    private final @Nullable String source;
    private final @Nullable String device;
    private final @Nullable SignInWay way;
    private final Instant createdAt;
    private final Instant endsAt;
    private int generation;

    /**
     * When the generations before the current one were replaced, in milliseconds and the latest last, as far as that was within
     * the grace before the current one began. Separated by commas.
     */
    private String replacedAt;

    private Instant lastUsedAt;
    private Instant expiresAt;
    private @Nullable Instant revokedAt;
    private @Nullable String revokedReason;

    LoginSession(
            UUID loginSessionId,
            CheckedAccount checked,
            String refreshKey,
            Place place,
            Instant now,
            Lifetimes lifetimes) {
        this.loginSessionId = loginSessionId;
        this.accountId = checked.accountId();
        this.way = checked.way();
        this.refreshKey = refreshKey;
        this.source = place.source();
        this.device = place.device();
        this.generation = 1;
        this.replacedAt = "";
        this.createdAt = now;
        this.lastUsedAt = now;
        this.endsAt = now.plus(lifetimes.whole());
        this.expiresAt = lifetimes.expiry(now, endsAt);
    }

    private LoginSession(Row row) {
        this.loginSessionId = row.getUUID("login_session_id");
        this.accountId = row.getUUID("account_id");
        this.refreshKey = row.getString("refresh_key");
        this.source = row.getString("source");
        this.device = row.getString("device");
        String signedInBy = row.getString("signed_in_by");
        this.way = signedInBy == null ? null : SignInWay.valueOf(signedInBy);
        this.generation = row.getInteger("generation");
        this.replacedAt = row.getString("replaced_at");
        this.createdAt = row.getOffsetDateTime("created_at").toInstant();
        Instant used = instant(row, "last_used_at");
        this.lastUsedAt = used == null ? createdAt : used;
        this.endsAt = row.getOffsetDateTime("ends_at").toInstant();
        this.expiresAt = row.getOffsetDateTime("expires_at").toInstant();
        this.revokedAt = instant(row, "revoked_at");
        this.revokedReason = row.getString("revoked_reason");
    }

    static LoginSession of(Row row) {
        return new LoginSession(row);
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
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

    /** In words; null when that was not recorded. */
    @Nullable String device() {
        return device;
    }

    /** What opened it; null when that was not recorded. */
    @Nullable SignInWay way() {
        return way;
    }

    /** Whether its owner has just shown something that only they have. Being renewed does not make it fresh. */
    boolean isFresh(Instant now) {
        return !isOver(now)
                && way != null
                && way.isOwners()
                && createdAt.plus(FRESH).isAfter(now);
    }

    /** When its owner last got an access token by it. */
    Instant lastUsedAt() {
        return lastUsedAt;
    }

    String replacedAt() {
        return replacedAt;
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
            lastUsedAt = now;
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
