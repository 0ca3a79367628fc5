package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything decisions about a channel's broadcast depend on: one row of {@code broadcasts} without its bookkeeping.
 *
 * @param channelId the channel
 * @param version grows with each write; every write names the version it was decided on
 * @param epoch number of the latest go-live
 * @param seq number of the latest lifecycle event
 * @param fence how far answers of the provider have told
 * @param claim what a webhook told and no answer has confirmed, null when nothing
 * @param state the broadcast axis
 * @param since when it entered that state, our clock
 * @param encoder the encoder axis
 * @param stopOwed what the provider still has to confirm, null when nothing
 * @param command the command that is under way, null when none
 * @param trouble why the last command did not work, null when it did
 * @param lastSession the last session that ended
 * @param providerSessionId the provider's session, open or last, of the current call
 * @param providerSessionOpen false once that session ended
 * @param lastObservedAt when a webhook last told anything about the call, our clock
 * @param webhookAwaitedSince since when the provider's state has been ahead of what webhooks told, null while they agree
 */
record Broadcast(
        String channelId,
        long version,
        long epoch,
        long seq,
        Fence fence,
        @Nullable Claim claim,
        BroadcastState state,
        Instant since,
        Encoder encoder,
        @Nullable StopOwed stopOwed,
        @Nullable CommandInFlight command,
        @Nullable Trouble trouble,
        @Nullable EndedSession lastSession,
        @Nullable String providerSessionId,
        boolean providerSessionOpen,
        @Nullable Instant lastObservedAt,
        @Nullable Instant webhookAwaitedSince) {

    /** The row of a channel that has just been created. */
    static Broadcast created(String channelId, Instant now) {
        return new Broadcast(
                channelId,
                0,
                0,
                0,
                Fence.NONE,
                null,
                new BroadcastState.Unprovisioned(),
                now,
                Encoder.NEVER_SEEN,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null);
    }

    boolean is(BroadcastState.Name name) {
        return state.name() == name;
    }

    /** True while a command of ours may still take effect at the provider. */
    boolean commandMayStillArrive(Instant now) {
        return command != null && command.mayStillArrive(now);
    }

    /** True while {@code GO_LIVE} may still take effect: a backstage answer then proves nothing. */
    boolean goLiveMayStillArrive(Instant now) {
        return commandMayStillArrive(now) && command != null && command.kind() == CommandInFlight.Kind.GO_LIVE;
    }

    /** When the provider is to be asked next because its answers are in doubt, null while they are not. */
    @Nullable Instant askAgainAt(Instant now) {
        Instant next = null;
        for (Doubt doubt : doubts()) {
            Instant at = doubt.askAgainAt(now);
            next = next == null || at.isBefore(next) ? at : next;
        }
        return next;
    }

    private List<Doubt> doubts() {
        return Stream.of(fence.doubt(), claim == null ? null : claim.doubt())
                .filter(Objects::nonNull)
                .toList();
    }

    /** True when the provider has to be put to backstage. */
    boolean stopWanted() {
        return stopOwed != null || is(BroadcastState.Name.ENDING);
    }
}
