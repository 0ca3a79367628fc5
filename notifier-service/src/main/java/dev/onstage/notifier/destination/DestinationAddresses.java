package dev.onstage.notifier.destination;

import io.smallrye.mutiny.Uni;

/** The addresses of one kind of destination. */
public interface DestinationAddresses {
    /** The kind, as clients name it. */
    String kind();

    /** Where a person finds the address, as a sentence. */
    String howToFind();

    /**
     * Reads an address as a person pasted it.
     *
     * @throws IllegalArgumentException with a sentence for that person, which does not repeat the address
     */
    Address parse(String text);

    /** Asks the receiver whether the address exists, without posting. Never fails. */
    Uni<Check> check(String secret);

    /** What a check found. */
    enum Check {
        FOUND,
        NOT_FOUND,
        UNREACHABLE
    }
}
