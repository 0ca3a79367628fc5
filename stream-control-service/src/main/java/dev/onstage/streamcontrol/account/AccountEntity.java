package dev.onstage.streamcontrol.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who can sign in. */
@Entity
@Table(name = "accounts")
class AccountEntity {

    private static final int FAILURES_ALLOWED = 10;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(15);

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Column(nullable = false, columnDefinition = "text")
    private String email;

    @Column(nullable = false, columnDefinition = "text")
    private String name;

    @Column(name = "password_hash", nullable = false, columnDefinition = "text")
    private String passwordHash;

    @Column(nullable = false)
    private boolean operator;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "failed_sign_ins", nullable = false)
    private int failedSignIns;

    @Column(name = "failed_since")
    private @Nullable Instant failedSince;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AccountEntity() {}

    UUID accountId() {
        return accountId;
    }

    String email() {
        return email;
    }

    String name() {
        return name;
    }

    String passwordHash() {
        return passwordHash;
    }

    boolean isOperator() {
        return operator;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Until when this account may not try again after too many wrong passwords, null when it may. */
    @Nullable Instant barredUntil(Instant now) {
        if (failedSince == null || failedSignIns < FAILURES_ALLOWED) {
            return null;
        }
        Instant until = failedSince.plus(FAILURE_WINDOW);
        return until.isAfter(now) ? until : null;
    }

    void passwordWasWrong(Instant now) {
        if (failedSince == null || !failedSince.plus(FAILURE_WINDOW).isAfter(now)) {
            failedSince = now;
            failedSignIns = 0;
        }
        failedSignIns++;
    }

    void passwordWasRight() {
        failedSince = null;
        failedSignIns = 0;
    }
}
