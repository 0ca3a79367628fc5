package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.LifecycleEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a trigger does to a broadcast. */
sealed interface Decision {

    /**
     * The trigger was taken in.
     *
     * @param next the broadcast from here on; equal to the one before when nothing changed
     * @param changed whether there is anything to write
     * @param events to append in the same transaction, in this order
     * @param sessionsToPull provider sessions whose participants are to be read once more
     * @param callRetired whether the channel needs a call of the next generation
     * @param foreignCall the call that is retired since somebody else made it, null when there is none
     * @param wanted what to do at the provider after the commit
     */
    record Accepted(
            Broadcast next,
            boolean changed,
            List<LifecycleEvent> events,
            List<SessionToPull> sessionsToPull,
            boolean callRetired,
            @Nullable ForeignCall foreignCall,
            Set<Wanted> wanted)
            implements Decision {

        public Accepted {
            events = List.copyOf(events);
            sessionsToPull = List.copyOf(sessionsToPull);
            wanted = Set.copyOf(wanted);
        }
    }

    /** The command is not possible. */
    record Refused(Refusal refusal) implements Decision {}
}
