package dev.onstage.localstack.bench;

/** What takes deliveries in a bench. */
enum Target {
    SERVICE("webhook-ingest, journal consumer off"),
    HMAC_ONLY("same HTTP server, HMAC check only"),
    BARE("same HTTP server, nothing behind it"),
    KAFKA("Kafka's producer alone, same two records"),
    SERVICE_AND_JOURNAL("webhook-ingest, journal consumer on");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /** In words. */
    String label() {
        return label;
    }
}
