package dev.onstage.notifier.destination;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is particular to one kind of destination when it is saved; a kind is one package. */
public interface DestinationKind {
    /** The kind, as clients name it. */
    String kind();

    /** Where a person finds the address, as a sentence. */
    String howToFind();

    /**
     * Reads an address as a person pasted it.
     *
     * @param signingSecret what posts are to be signed with, null to choose one or where nothing is signed
     * @throws IllegalArgumentException with a sentence for that person, which repeats neither
     */
    Address parse(String url, @Nullable String signingSecret);

    /**
     * Another signing secret for an address; the one before stays valid for a while.
     *
     * @param secret the address as stored
     * @throws IllegalArgumentException with a sentence for a person, also where nothing is signed
     */
    Address resign(String secret, String signingSecret);

    /** Whether a message that was posted can be changed or removed. */
    boolean canEdit();

    /** What of this the receiver would not take; empty when all is well. */
    List<Violation> check(Presentation presentation);

    /**
     * Asks the receiver whether the address exists, without posting. Fails only with {@link IllegalArgumentException}, with a
     * sentence for a person, when the address may not be called from here.
     */
    Uni<Check> check(String secret);

    /** What a check found. */
    enum Check {
        FOUND,
        NOT_FOUND,
        UNREACHABLE
    }
}
