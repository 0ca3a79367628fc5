package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.BroadcastResponse.Warning;
import dev.onstage.streamcontrol.broadcast.BroadcastSnapshot.CheckFailure;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.support.intake.StalledIntake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a broadcast, each with its likely cause and what to do. */
final class Warnings {

    private static final Duration STARTING_IS_SLOW = Duration.ofSeconds(10);
    private static final Duration ENDING_IS_SLOW = Duration.ofSeconds(10);
    private static final Duration BACKSTAGE_IS_LONG = Duration.ofMinutes(2);
    /** Who looks in once a week has seen it. */
    private static final Duration FOREIGN_CALL_IS_SHOWN = Duration.ofDays(7);

    private static final String ROTATE_KEY =
            "Rotate the stream key, paste the new one into OBS (Settings, Stream, Stream Key) and start streaming again.";
    private static final String SEE_GETSTREAM = "Check that this server reaches GetStream and that GetStream works.";

    private final BroadcastSnapshot snapshot;
    private final Broadcast broadcast;
    private final Rules rules;
    private final Instant now;
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * What warnings depend on.
     *
     * @param webhookSilence how long a webhook may take
     * @param streamKeyWarning how long before its end a stream key is warned about
     * @param pollingMode whether webhooks cannot reach this install, so that their silence means nothing
     * @param atProvider what is wrong with the app at the provider, for all channels
     * @param callType the type of the calls that Onstage makes
     * @param stalled consumers of any service that stand still
     */
    record Rules(
            Duration webhookSilence,
            Duration streamKeyWarning,
            boolean pollingMode,
            List<ProviderWarning> atProvider,
            String callType,
            List<StalledIntake> stalled) {

        /** Whether this call is of another type than Onstage makes. */
        boolean moves(@Nullable CallId call) {
            return call != null && !call.type().equals(callType);
        }
    }

    private Warnings(BroadcastSnapshot snapshot, Rules rules, Instant now) {
        this.snapshot = snapshot;
        this.broadcast = snapshot.broadcast();
        this.rules = rules;
        this.now = now;
    }

    /** Most urgent first. */
    static List<Warning> of(BroadcastSnapshot snapshot, Rules rules, Instant now) {
        Warnings all = new Warnings(snapshot, rules, now);
        all.provider();
        all.call();
        all.commands();
        all.encoder();
        all.streamKey();
        all.webhooks();
        all.intake();
        return List.copyOf(all.warnings);
    }

    private void provider() {
        CheckFailure failure = snapshot.upkeep().failure();
        if (failure == null) {
            return;
        }
        if (failure.kind().equals(ProviderException.Kind.CREDENTIALS_REFUSED.name())) {
            warn(
                    "provider-credentials-refused",
                    failure.message(),
                    "Set STREAM_API_KEY and STREAM_API_SECRET to the pair GetStream's dashboard shows; restart where they are variables.",
                    failure.since());
        } else {
            warn("provider-unavailable", failure.message(), SEE_GETSTREAM, failure.since());
        }
    }

    private void call() {
        ForeignCall foreign = snapshot.upkeep().foreignCall();
        if (foreign != null && now.isBefore(foreign.foundAt().plus(FOREIGN_CALL_IS_SHOWN))) {
            warn(
                    "call-of-somebody-else",
                    "The call " + foreign.callCid() + " at GetStream was made by " + foreign.madeBy()
                            + ", who rules it: Onstage does not use it, and takes the next one.",
                    "If the stream is not set up, press \"Set up your stream\". Then compare the server address in OBS"
                            + " with the one here.",
                    foreign.foundAt());
        }
        if (rules.moves(snapshot.channel().call())) {
            warn(
                    "call-of-built-in-type",
                    "The call of this channel is of a type in which others than Onstage may make calls.",
                    "While it is not live, press \"Set up your stream\": the channel gets a call of Onstage's own type,"
                            + " and OBS a new server address.",
                    null);
        }
    }

    private void commands() {
        Trouble trouble = broadcast.trouble();
        if (trouble != null) {
            warn("command-failed", trouble.message(), "Try again; if it stays, force the end.", trouble.since());
        }
        if (broadcast.is(BroadcastState.Name.STARTING) && lasts(STARTING_IS_SLOW)) {
            warn(
                    "starting-is-slow",
                    "GetStream has not confirmed going live.",
                    "Wait until the time shown; Onstage asks GetStream meanwhile. Or end the stream and start again.",
                    broadcast.since());
        }
        if (broadcast.is(BroadcastState.Name.ENDING) && lasts(ENDING_IS_SLOW)) {
            warn(
                    "ending-is-slow",
                    "GetStream has not confirmed the end; viewers may still see the stream.",
                    "Onstage keeps telling GetStream. Press \"Force end\" to close the session here at once.",
                    broadcast.since());
        }
        StopOwed owed = broadcast.stopOwed();
        if (owed != null) {
            String error = owed.lastError();
            warn(
                    "stop-owed",
                    "The session is closed here, but GetStream has not confirmed the end."
                            + (error == null ? "" : " Last answer: " + error),
                    "Nothing to do: Onstage keeps telling GetStream. Until then going live is refused.",
                    owed.since());
        }
        StreamSession session = broadcast.state().session();
        if (session != null && session.adopted()) {
            warn(
                    "went-live-outside",
                    "The stream was taken live outside Onstage, for example in GetStream's dashboard.",
                    "Nothing to do. End it here or there.",
                    session.startedAt());
        }
    }

    private void encoder() {
        Encoder encoder = broadcast.encoder();
        Encoder.Grace grace = encoder.grace();
        boolean live = broadcast.is(BroadcastState.Name.LIVE);
        String error = encoder.error();
        if (error != null) {
            warn(
                    "encoder-error",
                    "GetStream cannot use what the encoder sends: " + error,
                    "Check OBS: H.264 video and AAC audio, keyframe interval 2 s, no Enhanced RTMP. Then restart streaming.",
                    encoder.since());
        }
        if (encoder.is(EncoderState.LOST)) {
            warn(
                    "encoder-lost",
                    "The encoder is gone" + (grace == null ? "." : "; the stream ends at " + grace.endsAt() + "."),
                    "Start streaming in OBS again with the same server and key: the session goes on.",
                    encoder.since());
        }
        if (grace != null && grace.extendedWhy() != null) {
            warn(
                    "grace-extended",
                    "Whether the encoder is gone could not be checked, so the stream goes on: " + grace.extendedWhy(),
                    SEE_GETSTREAM,
                    null);
        }
        if (live && encoder.is(EncoderState.ABSENT)) {
            warn(
                    "live-without-encoder",
                    "The stream is live and no encoder is connected: viewers see nothing.",
                    "Start streaming in OBS. If it says \"connected\", compare its server and stream key with the ones here.",
                    broadcast.since());
        }
        Instant connectedSince = encoder.since();
        if (broadcast.is(BroadcastState.Name.READY)
                && encoder.is(EncoderState.CONNECTED)
                && connectedSince != null
                && now.isAfter(connectedSince.plus(BACKSTAGE_IS_LONG))) {
            warn(
                    "connected-not-live",
                    "The encoder is connected, but the stream is in backstage: nobody sees it.",
                    "Press \"Go live\" when you are ready.",
                    connectedSince);
        }
    }

    /** The provider looks at the key when the encoder connects: one that ends on air is noticed at the next connection. */
    private void streamKey() {
        Instant expiresAt = snapshot.channel().streamKeyExpiresAt();
        if (expiresAt == null || snapshot.channel().call() == null) {
            return;
        }
        Instant warnedFrom = expiresAt.minus(rules.streamKeyWarning());
        if (!now.isBefore(expiresAt)) {
            warn(
                    "stream-key-expired",
                    "The stream key has expired: GetStream refuses OBS with it.",
                    ROTATE_KEY,
                    expiresAt);
        } else if (!now.isBefore(warnedFrom)) {
            warn(
                    "stream-key-expires",
                    "The stream key works until " + expiresAt + "; then GetStream refuses OBS with it.",
                    ROTATE_KEY,
                    warnedFrom);
        }
    }

    private void webhooks() {
        for (ProviderWarning wrong : rules.atProvider()) {
            warn(wrong.code(), wrong.message(), wrong.fix(), wrong.since());
        }
        if (rules.pollingMode()) {
            return;
        }
        Instant awaited = broadcast.webhookAwaitedSince();
        if (awaited != null && now.isAfter(awaited.plus(rules.webhookSilence()))) {
            boolean never = broadcast.lastObservedAt() == null;
            warn(
                    "webhooks-silent",
                    never
                            ? "GetStream has never sent a webhook about this channel."
                            : "GetStream's state changed, but its webhook did not come.",
                    never
                            ? "Check that onstage.public-url is the address GetStream can reach, and that the API"
                                    + " secret of webhook-ingest belongs to the same app."
                            : "Check the webhook in GetStream's dashboard, and the deliveries page for refused ones.",
                    awaited);
        }
    }

    private void intake() {
        for (StalledIntake consumer : rules.stalled()) {
            warn(
                    "events-stand-still",
                    "What happens does not arrive everywhere: the consumer " + consumer.channel()
                            + " makes no progress. Last failure: " + consumer.reason(),
                    "Check that PostgreSQL, Kafka and Redis work; the log of the service says more. Nothing is lost:"
                            + " it goes on by itself.",
                    consumer.since());
        }
    }

    private boolean lasts(Duration limit) {
        return now.isAfter(broadcast.since().plus(limit));
    }

    private void warn(String code, String message, String fix, @Nullable Instant since) {
        warnings.add(new Warning(code, message, fix, since));
    }
}
