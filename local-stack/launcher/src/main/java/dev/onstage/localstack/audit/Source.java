package dev.onstage.localstack.audit;

/** Where a secret may leak to. */
public enum Source {
    LOG("blocks of logs"),
    METRICS("pages of metrics"),
    RECORD("Kafka records"),
    ANSWER("API answers"),
    DOCUMENT("OpenAPI documents"),
    SPAN("steps of traces"),
    COMMAND_LINE("command lines");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    /** What is counted, in words. */
    String label() {
        return label;
    }
}
