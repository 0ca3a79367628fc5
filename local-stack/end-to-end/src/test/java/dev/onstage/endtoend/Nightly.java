package dev.onstage.endtoend;

/** Whether a run has the time for what takes long: {@code -Donstage.nightly=true}. */
final class Nightly {

    static final String PROPERTY = "onstage.nightly";

    private Nightly() {}

    static boolean isIt() {
        return Boolean.getBoolean(PROPERTY);
    }
}
