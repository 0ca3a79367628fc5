package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refusals and failures in words for the broadcaster: what is wrong, and what to do about it. */
final class BroadcastProblems {

    private BroadcastProblems() {}

    static ProblemException unknownChannel(String channelId) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no channel " + channelId + ".")
                .fix("Check the channel's name.");
    }

    static ProblemException refused(Refusal refusal) {
        return switch (refusal) {
            case NOT_PROVISIONED ->
                new ProblemException(ProblemType.NOT_PROVISIONED, "The channel has no stream at GetStream yet.")
                        .fix("Press \"Set up your stream\" first.");
            case ENCODER_NOT_CONNECTED ->
                new ProblemException(
                                ProblemType.ENCODER_NOT_CONNECTED,
                                "GetStream was asked: no encoder sends to this channel.")
                        .fix("Start streaming in OBS with the server and stream key of this channel, wait for \"encoder"
                                + " connected\", then go live. To go live without one, confirm it (withoutEncoder).");
            case ALREADY_LIVE ->
                new ProblemException(ProblemType.ALREADY_LIVE, "The stream is live or about to be.")
                        .fix("Nothing to do. To start a new session, end the stream first.");
            case NOT_LIVE ->
                new ProblemException(ProblemType.NOT_LIVE, "There is no stream to end.")
                        .fix("Nothing to do. If viewers still see a stream, press \"Force end\".");
            case BUSY ->
                new ProblemException(
                                ProblemType.CHANNEL_BUSY, "The previous command has not been confirmed by GetStream.")
                        .fix("Wait a few seconds and try again, or press \"Force end\".")
                        .with(ProblemException.RETRY_AFTER_SECONDS, 5);
            case CALL_IN_USE ->
                new ProblemException(
                                ProblemType.ALREADY_LIVE,
                                "The channel moves to a call of Onstage's own type, and cannot while it is live.")
                        .fix("End the stream, then press \"Set up your stream\" again. OBS gets a new server address.");
            case ENCODER_CONNECTED ->
                new ProblemException(
                                ProblemType.CHANNEL_BUSY,
                                "The channel moves to a call of Onstage's own type, and an encoder sends to the one that it has.")
                        .fix(
                                "Stop streaming in OBS, then press \"Set up your stream\" again. OBS gets a new server address.");
            case STOP_OWED ->
                new ProblemException(
                                ProblemType.PROVIDER_UNAVAILABLE,
                                "GetStream has not confirmed the end of the previous stream.")
                        .fix("Wait until GetStream answers again; Onstage keeps asking. Then go live.")
                        .with(ProblemException.RETRY_AFTER_SECONDS, 5);
        };
    }

    /** It was tried, more than once, what people may do at the provider, and that is not what it should be. */
    static ProblemException openDoors(List<ProviderWarning> open) {
        return new ProblemException(
                        ProblemType.ACCESS_NOT_ENFORCED,
                        open.stream().map(ProviderWarning::message).collect(Collectors.joining(" ")))
                .fix(
                        "Look at the grants at dashboard.getstream.io; Onstage tries again by itself, within the hour. To go live"
                                + " all the same, confirm it (overrideProbes).");
    }

    /** The provider did not do what a command needed; {@code state} says where that leaves the broadcast. */
    static ProblemException provider(ProviderException failure, String state) {
        ProblemType type =
                switch (failure.kind()) {
                    case UNAVAILABLE -> ProblemType.PROVIDER_UNAVAILABLE;
                    case CREDENTIALS_REFUSED, REJECTED -> ProblemType.PROVIDER_REFUSED;
                    case NOT_FOUND -> ProblemType.CALL_RETIRED;
                };
        ProblemException problem = new ProblemException(type, failure.what() + " " + state, failure);
        return retryAfter(problem.fix(fix(failure)), failure.retryAfter());
    }

    /** The provider takes longer than a person waits; {@code state} says where that leaves the broadcast. */
    static ProblemException noAnswer(String state) {
        return new ProblemException(ProblemType.PROVIDER_UNAVAILABLE, "GetStream has not answered yet. " + state)
                .fix("Check that this server reaches GetStream and that GetStream works, then try again.")
                .with(ProblemException.RETRY_AFTER_SECONDS, 5);
    }

    /** What a person can do about a failure of the provider. */
    static String fix(ProviderException failure) {
        String fix = failure.fix();
        if (failure.kind() == ProviderException.Kind.NOT_FOUND) {
            return "Press \"Set up your stream\": the channel gets a new call, everything else stays.";
        }
        return fix != null ? fix : "Read what GetStream said. If it does not help, set up the stream again.";
    }

    private static ProblemException retryAfter(ProblemException problem, @Nullable Duration after) {
        return after == null
                ? problem
                : problem.with(ProblemException.RETRY_AFTER_SECONDS, Math.max(1, after.toSeconds()));
    }
}
