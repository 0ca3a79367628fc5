package dev.onstage.streamcontrol.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A person who can sign in. */
@Entity
@Table(name = "accounts")
class AccountEntity {

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Column(nullable = false, columnDefinition = "text")
    private String email;

    @Column(name = "email_key", nullable = false, columnDefinition = "text")
    private String emailKey;

    @Column(nullable = false, columnDefinition = "text")
    private String name;

    @Column(name = "password_hash", nullable = false, columnDefinition = "text")
    private String passwordHash;

    @Column(nullable = false)
    private boolean operator;

    /** Counts the changes that took a role from the account; the database does. */
    @Column(name = "roles_version", nullable = false, insertable = false, updatable = false)
    private long rolesVersion;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AccountEntity() {}

    UUID accountId() {
        return accountId;
    }

    String email() {
        return email;
    }

    String emailKey() {
        return emailKey;
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

    long rolesVersion() {
        return rolesVersion;
    }

    Instant createdAt() {
        return createdAt;
    }
}
