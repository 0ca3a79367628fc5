package dev.onstage.localstack.chaos;

/** What the sender knows of a delivery. */
enum Fate {
    ACCEPTED("answered 2xx"),
    SEND_AGAIN("answered 503"),
    OTHER_ANSWER("answered otherwise"),
    REFUSED("connection refused"),
    CUT("connection cut"),
    TIMED_OUT("no answer in time"),
    NOT_SENT("no connection free");

    private final String label;

    Fate(String label) {
        this.label = label;
    }

    /** In words. */
    String label() {
        return label;
    }
}
