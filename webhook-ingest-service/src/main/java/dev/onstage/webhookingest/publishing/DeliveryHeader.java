package dev.onstage.webhookingest.publishing;

/**
 * Kafka headers of a record on {@code provider.deliveries.v1}, beside those of CloudEvents. The signature is not kept: it
 * was checked, and a copy of it would only invite somebody to check it again.
 */
enum DeliveryHeader {
    WEBHOOK_ID("webhook_id"),
    ATTEMPT("webhook_attempt"),
    API_KEY("api_key"),
    EVENT_TYPE("event_type"),
    EVENT_TIME("event_time"),
    OUTCOME("outcome"),
    CONTENT_ENCODING("content-encoding");

    private final String key;

    DeliveryHeader(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
