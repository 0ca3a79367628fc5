package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broadcast as stored, with the channel it belongs to and the reconciler's bookkeeping. */
record BroadcastSnapshot(Broadcast broadcast, ChannelSettings channel, Upkeep upkeep) {

    BroadcastSnapshot with(Broadcast next) {
        return new BroadcastSnapshot(next, channel, upkeep);
    }

    String channelId() {
        return broadcast.channelId();
    }

    /**
     * What the reconciler keeps about its own work.
     *
     * @param lastCheckedAt when it last read the call
     * @param failure why the last reading failed, null when it did not
     * @param sessionsToPull provider sessions whose participants are to be read once more
     * @param pulledAt when the participants of the session on air were last read
     * @param watchedUntil a dashboard is open until then
     * @param foreignCall the last call with a name of ours that somebody else had made, null when there was none
     */
    record Upkeep(
            @Nullable Instant lastCheckedAt,
            @Nullable CheckFailure failure,
            List<SessionToPull> sessionsToPull,
            @Nullable Instant pulledAt,
            @Nullable Instant watchedUntil,
            @Nullable ForeignCall foreignCall) {}

    /**
     * The provider could not be read.
     *
     * @param kind name of the kind of failure
     * @param message in words for the broadcaster
     * @param since first of the failures in a row
     * @param count how many in a row
     */
    record CheckFailure(String kind, String message, Instant since, int count) {}
}
