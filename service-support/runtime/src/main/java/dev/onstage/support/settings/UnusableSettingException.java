package dev.onstage.support.settings;

/**
 * A setting has a value that nothing can be done with. A service that meets it as it starts says so in a sentence and ends, see
 * {@code dev.onstage.support.start}; so the text names the setting, and never repeats a secret.
 */
public final class UnusableSettingException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * Names the setting and says what is wrong.
     *
     * @param setting its name
     * @param why ends without a full stop
     */
    public UnusableSettingException(String setting, String why) {
        super("The setting " + setting + " cannot be used: " + why + ".");
    }

    /**
     * Says it in a sentence of its own.
     *
     * @param sentence names the setting
     */
    public UnusableSettingException(String sentence) {
        super(sentence);
    }
}
