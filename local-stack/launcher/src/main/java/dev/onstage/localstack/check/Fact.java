package dev.onstage.localstack.check;

/**
 * Something about an app, tried.
 *
 * @param expected what documentation and simulator say
 * @param seen what the app answered
 */
public record Fact(String what, String expected, String seen, Verdict verdict) {

    /** What it means that something is as expected, or is not. */
    public enum Verdict {
        /** It is as expected. */
        HOLDS("ok"),
        /** It is not as expected, and Onstage relies on it. */
        WRONG("WRONG"),
        /** It is not as in the simulator, where documentation says nothing; Onstage does not rely on it. */
        DIFFERS("differs");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
