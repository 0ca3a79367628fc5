package dev.onstage.events;

/** CloudEvents 1.0 attributes as Kafka headers in binary mode; values are UTF-8. */
public enum CloudEventHeader {
    SPEC_VERSION("ce_specversion"),
    ID("ce_id"),
    SOURCE("ce_source"),
    TYPE("ce_type"),
    SUBJECT("ce_subject"),
    TIME("ce_time"),
    DATA_CONTENT_TYPE("content-type");

    /** The only value of {@link #SPEC_VERSION}. */
    public static final String SPEC_VERSION_VALUE = "1.0";

    /** The only value of {@link #DATA_CONTENT_TYPE}. */
    public static final String JSON = "application/json";

    private final String key;

    CloudEventHeader(String key) {
        this.key = key;
    }

    /** The Kafka header key. */
    public String key() {
        return key;
    }
}
