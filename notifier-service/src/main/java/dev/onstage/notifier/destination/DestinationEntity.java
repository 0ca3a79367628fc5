package dev.onstage.notifier.destination;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A destination's row. Deliveries change its switch, its reasons and its thread with plain SQL at the same time, hence only
 * changed columns are written.
 */
@Entity
@DynamicUpdate
@Table(name = "destinations")
class DestinationEntity {
    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "channel_id", nullable = false)
    String channelId = "";

    /** What the address of the resource ends with; unique within the channel. */
    @Column(name = "name", nullable = false)
    String name = "";

    @Column(name = "kind", nullable = false)
    String kind = "";

    /** Encrypted; null once the receiver said that it can never work again. */
    @Column(name = "address")
    @Nullable String address;

    /** Grows with each address that is saved; the same address encrypted anew keeps it. */
    @Column(name = "address_version", nullable = false)
    long addressVersion;

    @Column(name = "masked_address", nullable = false)
    String maskedAddress = "";

    @Column(name = "enabled", nullable = false)
    boolean enabled = true;

    @Column(name = "notify_on_live", nullable = false)
    boolean notifyOnLive = true;

    @Column(name = "notify_on_end", nullable = false)
    boolean notifyOnEnd = true;

    @Enumerated(EnumType.STRING)
    @Column(name = "at_end", nullable = false)
    AtEnd atEnd = AtEnd.EDIT;

    @Enumerated(EnumType.STRING)
    @Column(name = "on_unknown", nullable = false)
    OnUnknown onUnknown = OnUnknown.RESEND_ONCE;

    @Column(name = "cool_down_seconds", nullable = false)
    int coolDownSeconds;

    @Column(name = "ping")
    @Nullable String ping;

    @Column(name = "username")
    @Nullable String username;

    @Column(name = "avatar_url")
    @Nullable String avatarUrl;

    @Column(name = "thread_id")
    @Nullable String threadId;

    @Column(name = "thread_name")
    @Nullable String threadName;

    /** A {@code MessageTemplate} as JSON, null for the default. */
    @Column(name = "template")
    @Nullable String template;

    /** Why it was switched off without being asked, null when it was not. */
    @Column(name = "switched_off_reason")
    @Nullable String switchedOffReason;

    @Column(name = "switched_off_at")
    @Nullable Instant switchedOffAt;

    @Column(name = "refusals", nullable = false)
    int refusals;

    @Column(name = "created_at", nullable = false)
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt = Instant.EPOCH;
}
