package dev.onstage.support.tracing;

import io.opentelemetry.api.common.AttributeKey;

/**
 * What a span may say beside its name and its times. Nothing else can be attached to one: an address, a header, a query or a
 * message of an exception may hold a secret.
 */
public enum TraceField {
    /** Our channel. */
    CHANNEL_ID("onstage.channel.id"),
    /** Number of the go-live. */
    EPOCH("onstage.epoch"),
    /** Id under which ingest received a delivery. */
    DELIVERY_ID("onstage.delivery.id"),
    /** Type of an event. */
    EVENT_TYPE("onstage.event.type"),
    /** What came of it, one of a few words. */
    OUTCOME("onstage.outcome"),
    /** How many readers of event streams were told. */
    READERS("onstage.readers"),
    /** Kafka's topic. */
    TOPIC("messaging.destination.name"),
    /** Kafka's consumer group. */
    GROUP("messaging.consumer.group.name"),
    /** Status of an HTTP answer. */
    HTTP_STATUS("http.response.status_code"),
    /** The class of what went wrong. */
    ERROR_TYPE("error.type");

    private final AttributeKey<String> key;

    TraceField(String name) {
        this.key = AttributeKey.stringKey(name);
    }

    AttributeKey<String> key() {
        return key;
    }
}
