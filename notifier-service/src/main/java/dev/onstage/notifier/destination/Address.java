package dev.onstage.notifier.destination;

/**
 * A destination's address in the two forms it exists in.
 *
 * @param secret what a call needs; stored encrypted, told to nobody
 * @param masked what may be shown
 */
public record Address(String secret, String masked) {
    @Override
    public String toString() {
        return masked;
    }
}
