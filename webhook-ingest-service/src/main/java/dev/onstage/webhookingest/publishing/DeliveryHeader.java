package dev.onstage.webhookingest.publishing;

/**
 * Kafka headers of a record on {@code provider.deliveries.v1}, beside those of CloudEvents. The signature is not kept: it
 * was checked, and a copy of it would only invite somebody to check it again.
 */
public enum DeliveryHeader {
    WEBHOOK_ID("webhook_id"),
    ATTEMPT("webhook_attempt"),
    API_KEY("api_key"),
    EVENT_TYPE("event_type"),
    EVENT_TIME("event_time"),
    OUTCOME("outcome"),
    CONTENT_ENCODING("content-encoding"),
    /** {@code true} on what waited in the spool; absent otherwise. */
    VIA_SPOOL("via_spool");

    private final String key;

    DeliveryHeader(String key) {
        this.key = key;
    }

    /** The Kafka header key. */
    public String key() {
        return key;
    }
}
