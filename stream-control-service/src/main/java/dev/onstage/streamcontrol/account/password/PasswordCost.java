package dev.onstage.streamcontrol.account.password;

/**
 * What one hash of a password costs whoever makes it.
 *
 * @param memoryKib memory in KiB
 * @param passes how often all of it is gone through
 */
public record PasswordCost(int memoryKib, int passes) {

    /** The least that OWASP recommends; two at once fit into the memory of a small container. */
    public static final PasswordCost LEAST = new PasswordCost(19_456, 2);

    private static final String LOCAL = "local";

    /**
     * The cost that is configured.
     *
     * @throws IllegalStateException when it is less than {@link #LEAST} on an install that people use
     */
    public static PasswordCost of(int memoryKib, int passes, String environment) {
        var cost = new PasswordCost(memoryKib, passes);
        if (cost.isLessThan(LEAST) && !LOCAL.equals(environment)) {
            throw new IllegalStateException(
                    ("onstage.account.password-memory and onstage.account.password-passes must be"
                                    + " at least %d (KiB) and %d: cheaper hashes give passwords away when the database is stolen.")
                            .formatted(LEAST.memoryKib, LEAST.passes));
        }
        return cost;
    }

    /** Whether it asks for less memory or for fewer passes. */
    public boolean isLessThan(PasswordCost other) {
        return memoryKib < other.memoryKib || passes < other.passes;
    }
}
