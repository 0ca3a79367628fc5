package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast as the dashboard sees it.
 *
 * @param channelId the channel
 * @param state the broadcast axis
 * @param epoch number of the latest go-live
 * @param seq number of the latest lifecycle event; grows with the state
 * @param since when it entered the state
 * @param waiting what it waits for, null when for nothing
 * @param encoder the encoder axis
 * @param session the session on air, null when not live
 * @param lastSession the last session that ended
 * @param stopOwed what the provider still has to confirm
 * @param warnings what is wrong, most urgent first
 * @param actions what may be asked for
 */
record BroadcastResponse(
        String channelId,
        BroadcastState.Name state,
        long epoch,
        long seq,
        Instant since,
        @Nullable Waiting waiting,
        EncoderStatus encoder,
        @Nullable Session session,
        @Nullable LastSession lastSession,
        @Nullable StopOwed stopOwed,
        List<Warning> warnings,
        List<Action> actions) {

    /** What a broadcast waits for. */
    enum WaitingReason {
        PROVIDER_CONFIRMS_LIVE,
        PROVIDER_CONFIRMS_END,
        ENCODER_BACK,
        STOP_CONFIRMED
    }

    /** What the dashboard may offer. */
    enum Action {
        PROVISION,
        GO_LIVE,
        STOP_LIVE,
        FORCE_END
    }

    /**
     * What it waits for.
     *
     * @param reason stable
     * @param message the same in words
     * @param until when something else happens, null when it waits as long as it takes
     */
    record Waiting(
            WaitingReason reason, String message, @Nullable Instant until) {}

    /** The session on air. */
    record Session(UUID sessionId, String title, Instant startedAt) {}

    /** The last session. {@code totalMinutes} is rounded half up. */
    record LastSession(UUID sessionId, Instant startedAt, Instant endedAt, long totalMinutes, EndReason endReason) {}

    /**
     * Something is wrong.
     *
     * @param code stable, kebab-case
     * @param message what
     * @param fix what to do about it
     * @param since since when, null when that is not known
     */
    record Warning(
            String code,
            String message,
            String fix,
            @Nullable Instant since) {}

    /**
     * The response for a stored broadcast.
     *
     * @param rules what the warnings need to know
     * @param now our clock
     */
    static BroadcastResponse of(BroadcastSnapshot snapshot, Warnings.Rules rules, Instant now) {
        Broadcast broadcast = snapshot.broadcast();
        return new BroadcastResponse(
                broadcast.channelId(),
                broadcast.state().name(),
                broadcast.epoch(),
                broadcast.seq(),
                broadcast.since(),
                waiting(broadcast),
                EncoderStatus.of(broadcast.encoder()),
                session(broadcast.state().session()),
                lastSession(broadcast.lastSession()),
                broadcast.stopOwed(),
                Warnings.of(snapshot, rules, now),
                actions(broadcast.state().name(), rules.moves(snapshot.channel().call())));
    }

    private static @Nullable Waiting waiting(Broadcast broadcast) {
        Encoder.Grace grace = broadcast.encoder().grace();
        if (broadcast.state() instanceof BroadcastState.Starting starting) {
            return new Waiting(
                    WaitingReason.PROVIDER_CONFIRMS_LIVE, "GetStream takes the stream live.", starting.deadline());
        }
        if (broadcast.is(BroadcastState.Name.ENDING)) {
            return new Waiting(WaitingReason.PROVIDER_CONFIRMS_END, "GetStream ends the stream.", null);
        }
        if (grace != null) {
            String extended = grace.extendedWhy();
            String message = "The encoder is gone; the stream ends unless it is back.";
            return new Waiting(
                    WaitingReason.ENCODER_BACK,
                    extended == null ? message : message + " Extended: " + extended,
                    grace.endsAt());
        }
        return broadcast.stopOwed() == null
                ? null
                : new Waiting(WaitingReason.STOP_CONFIRMED, "GetStream has to confirm that the stream is ended.", null);
    }

    private static @Nullable Session session(@Nullable StreamSession session) {
        return session == null ? null : new Session(session.sessionId(), session.title(), session.startedAt());
    }

    private static @Nullable LastSession lastSession(@Nullable EndedSession last) {
        return last == null
                ? null
                : new LastSession(
                        last.sessionId(),
                        last.startedAt(),
                        last.endedAt(),
                        SessionClock.totalMinutes(last.startedAt(), last.endedAt()),
                        last.reason());
    }

    private static List<Action> actions(BroadcastState.Name state, boolean moves) {
        return switch (state) {
            case UNPROVISIONED -> List.of(Action.PROVISION);
            case READY ->
                moves
                        ? List.of(Action.PROVISION, Action.GO_LIVE, Action.FORCE_END)
                        : List.of(Action.GO_LIVE, Action.FORCE_END);
            case STARTING, LIVE -> List.of(Action.STOP_LIVE, Action.FORCE_END);
            case ENDING -> List.of(Action.FORCE_END);
        };
    }
}
