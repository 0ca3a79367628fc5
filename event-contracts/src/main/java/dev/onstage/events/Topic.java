package dev.onstage.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Every Kafka topic: the local stack and the Helm chart create them from this declaration, since automatic creation is
 * off. No order is promised between topics, nor after ingest within one, except where the key says so.
 */
public enum Topic {
    /** Keyed by call cid. */
    PROVIDER_CALL("provider.call.v1", 6, Duration.ofDays(7), -1, List.of("stream-control.observation")),
    /** Keyed by user session id; counts by call cid. */
    PROVIDER_PRESENCE("provider.presence.v1", 12, Duration.ofDays(7), -1, List.of("analytics.presence")),
    /** Keyed by message id. */
    PROVIDER_CHAT("provider.chat.v1", 12, Duration.ofDays(7), -1, List.of("analytics.chat")),
    /** Keyed by user id. */
    PROVIDER_MODERATION("provider.moderation.v1", 6, Duration.ofDays(7), -1, List.of("stream-control.moderation")),
    /** Keyed by delivery id; the value is the body as received. Private to webhook-ingest and bounded by bytes. */
    PROVIDER_DELIVERIES("provider.deliveries.v1", 12, Duration.ofDays(1), 1L << 30, List.of("webhook-ingest.journal")),
    /** Keyed by channel id, so ordered per channel. */
    STREAM_LIFECYCLE(
            "stream.lifecycle.v1", 6, Duration.ofDays(30), -1, List.of("analytics.lifecycle", "notifier.lifecycle")),
    /** Keyed by channel id. */
    ANALYTICS_SESSION("analytics.session.v1", 6, Duration.ofDays(30), -1, List.of("notifier.session")),
    /** Keyed by channel id. For whoever wants to act on it: no service of ours does. */
    NOTIFIER_OUTCOME("notifier.outcome.v1", 6, Duration.ofDays(30), -1, List.of()),
    /** Keyed by the entry's id, so that what became of a command follows the command. */
    AUDIT_ENTRY("audit.entry.v1", 6, Duration.ofDays(30), -1, List.of("stream-control.audit")),
    /**
     * Keyed by account id. Every copy of every service reads all of it, in no group, so more partitions would share nothing.
     * Kept for longer than any access token is good.
     */
    ACCESS_REVOCATION("access.revocation.v1", 1, Duration.ofDays(1), -1, List.of());

    /** A delivery may have 1 MiB that does not compress, which is just more than Kafka's own limit with its headers. */
    private static final int LARGEST_BATCH = 3 << 20;

    private final String topicName;
    private final int partitions;
    private final Duration retention;
    private final long retentionBytes;
    private final List<String> groups;

    Topic(String topicName, int partitions, Duration retention, long retentionBytes, List<String> groups) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.retention = retention;
        this.retentionBytes = retentionBytes;
        this.groups = groups;
    }

    /** The name in Kafka. */
    public String topicName() {
        return topicName;
    }

    /** Number of partitions. */
    public int partitions() {
        return partitions;
    }

    /** How long records are kept. */
    public Duration retention() {
        return retention;
    }

    /** Bytes kept per partition, -1 for no bound. */
    public long retentionBytes() {
        return retentionBytes;
    }

    /** The consumer groups that read it. */
    public List<String> groups() {
        return groups;
    }

    /** Dead-letter topics, one per group: {@code <topic>.<group>.dlq}, as many partitions as the source. */
    public List<String> deadLetterTopicNames() {
        return groups.stream().map(group -> topicName + "." + group + ".dlq").toList();
    }

    /** Topic configuration as Kafka wants it, replication apart. */
    public Map<String, String> configuration() {
        return Map.of(
                "retention.ms", Long.toString(retention.toMillis()),
                "retention.bytes", Long.toString(retentionBytes),
                "max.message.bytes", Integer.toString(LARGEST_BATCH),
                "cleanup.policy", "delete");
    }
}
