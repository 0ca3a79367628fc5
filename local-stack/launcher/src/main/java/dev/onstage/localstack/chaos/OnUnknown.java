package dev.onstage.localstack.chaos;

/** What a destination wants when nobody can tell whether a post arrived, as the API calls it. */
enum OnUnknown {
    RESEND_ONCE(2),
    NEVER(1);

    private final int mostPosts;

    OnUnknown(int mostPosts) {
        this.mostPosts = mostPosts;
    }

    /** How many calls for one form of a message may have made one. */
    int mostPosts() {
        return mostPosts;
    }
}
