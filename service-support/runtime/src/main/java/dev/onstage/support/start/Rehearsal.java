package dev.onstage.support.start;

import java.net.URI;

/**
 * Something that requests of people will need, done once before they come: the first time loads classes and makes beans, by the
 * hundred, on the event loop of whoever was first, and everybody else on that loop waits for it. Must not change anything. Each
 * bean of this type is called once, see {@link Rehearsals}.
 */
public interface Rehearsal {

    /**
     * Does it, on a worker thread. What it throws is logged at the level DEBUG and stops nothing.
     *
     * @param self where this instance takes requests
     */
    void rehearse(URI self);
}
