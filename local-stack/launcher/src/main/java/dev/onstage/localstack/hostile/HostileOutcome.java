package dev.onstage.localstack.hostile;

import java.util.List;

/**
 * What became of the hostile inputs.
 *
 * @param sent how many
 * @param wrong how many were answered as none may be: served, not answered at all, or failed on
 * @param examples some of those, in words
 * @param lines a line for each kind, with what came back
 */
public record HostileOutcome(int sent, int wrong, List<String> examples, List<String> lines) {

    /** Copies what it is given. */
    public HostileOutcome {
        examples = List.copyOf(examples);
        lines = List.copyOf(lines);
    }
}
