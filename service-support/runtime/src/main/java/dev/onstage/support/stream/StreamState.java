package dev.onstage.support.stream;

import dev.onstage.support.caching.ContentHash;

/**
 * A whole state as it goes over the wire.
 *
 * @param id equal for equal states, and nothing but letters and digits: what a client that connects again says it has
 * @param data JSON in one line
 */
public record StreamState(String id, String data) {

    /** A state that is told apart by its content. */
    public static StreamState of(String data) {
        return new StreamState(ContentHash.of(data), data);
    }
}
