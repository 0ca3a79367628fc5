package dev.onstage.notifier.delivery;

/** One call towards the desired messages. */
public enum Step {
    POST_LIVE(Form.LIVE),
    EDIT_LIVE(Form.LIVE),
    POST_ENDED(Form.ENDED),
    EDIT_ENDED(Form.ENDED),
    /** The live message becomes the summary. */
    EDIT_LIVE_INTO_ENDED(Form.ENDED),
    DELETE_LIVE(Form.ENDED);

    private final Form form;

    Step(Form form) {
        this.form = form;
    }

    /** What the call is about. */
    public Form form() {
        return form;
    }

    /** Whether doing it twice leaves two messages. All other steps may be repeated freely. */
    public boolean createsMessage() {
        return this == POST_LIVE || this == POST_ENDED;
    }
}
