package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallGone;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallSeen;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveRefused;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveUnanswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveFailed;
import dev.onstage.streamcontrol.broadcast.BroadcastStore.Applied;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderFound;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderMissing;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderUnknown;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.Attendance;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does at the provider what decisions want, and takes the answers in. Nothing here runs inside a transaction. Failures of
 * the provider are part of the outcome; only failures of our own reach the caller as such.
 */
@ApplicationScoped
class ProviderActions {

    /** A chain of decisions that want something is short: intent, answer, a doubt read once, a stop. */
    private static final int MAX_ACTIONS = 6;

    /** A command is sent within this part of its time, or not at all: its sender may have been paused. */
    private static final int SEND_WITHIN_PART = 3;

    private final StreamingProvider provider;
    private final BroadcastStore store;
    private final CheckRecords checks;
    private final Duration sendWithin;

    ProviderActions(StreamingProvider provider, BroadcastStore store, CheckRecords checks, BroadcastConfig config) {
        this.provider = provider;
        this.store = store;
        this.checks = checks;
        this.sendWithin = config.commandTimeout().dividedBy(SEND_WITHIN_PART);
    }

    /**
     * What came of it.
     *
     * @param applied the last decision
     * @param call the call as it was last read, null when it was not, or not as it is
     * @param attendance who is in the call, null when the provider was not asked
     * @param failure the last failure of the provider, null when the last request worked
     */
    record Outcome(
            Applied applied,
            @Nullable ProviderCall call,
            @Nullable Attendance attendance,
            @Nullable ProviderException failure) {

        static Outcome of(Applied applied) {
            return new Outcome(applied, null, null, null);
        }

        BroadcastSnapshot snapshot() {
            return applied.snapshot();
        }
    }

    /** Does what a decision wants, and what the decisions on the answers want, until nothing is wanted. */
    Uni<Outcome> carryOut(Applied applied, CommandSteps steps, @Nullable Lease lease) {
        return carryOut(Outcome.of(applied), steps, lease, MAX_ACTIONS);
    }

    /** As {@link #carryOut(Applied, CommandSteps, Lease)}, going on from an outcome. */
    Uni<Outcome> carryOut(Outcome outcome, CommandSteps steps, @Nullable Lease lease) {
        return carryOut(outcome, steps, lease, MAX_ACTIONS);
    }

    private Uni<Outcome> carryOut(Outcome outcome, CommandSteps steps, @Nullable Lease lease, int left) {
        Applied applied = outcome.applied();
        if (left == 0 || applied.wanted().isEmpty()) {
            return Uni.createFrom().item(outcome);
        }
        return act(applied, steps, lease).flatMap(next -> carryOut(goingOn(outcome, next), steps, lease, left - 1));
    }

    private Uni<Outcome> act(Applied applied, CommandSteps steps, @Nullable Lease lease) {
        if (applied.wants(Wanted.GO_LIVE)) {
            return goLive(applied, steps, lease);
        }
        if (applied.wants(Wanted.STOP_LIVE)) {
            return stopLive(applied, steps, lease);
        }
        if (applied.wants(Wanted.READ_CALL)) {
            Uni<Outcome> read = readCall(applied.snapshot(), false, lease);
            return applied.wants(Wanted.FIND_ENCODER) ? read.flatMap(seen -> findEncoderToo(seen, lease)) : read;
        }
        return findEncoder(applied.snapshot(), lease);
    }

    /** A doubt that was read and not resolved keeps the failure that caused it. */
    private static Outcome goingOn(Outcome before, Outcome next) {
        ProviderException failure = next.failure() == null && next.applied().is(BroadcastState.Name.STARTING)
                ? before.failure()
                : next.failure();
        ProviderCall call = next.call() == null ? before.call() : next.call();
        return new Outcome(next.applied(), call, next.attendance(), failure);
    }

    private Uni<Outcome> goLive(Applied applied, CommandSteps steps, @Nullable Lease lease) {
        CommandInFlight command =
                Objects.requireNonNull(applied.snapshot().broadcast().command());
        String channelId = applied.snapshot().channelId();
        CallId call = callOf(applied.snapshot());
        if (tooLate(command)) {
            return take(
                    channelId, new GoLiveRefused(command.epoch(), "The request was delayed and was not sent."), lease);
        }
        steps.intentCommitted();
        return provider.goLive(call)
                .invoke(steps::providerCalled)
                .flatMap(answer -> take(channelId, new GoLiveAnswered(command.epoch(), command.since(), answer), lease))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> goLiveFailed(channelId, call, command, failure, lease))
                .invoke(steps::outcomeCommitted);
    }

    private Uni<Outcome> goLiveFailed(
            String channelId, CallId call, CommandInFlight command, ProviderException failure, @Nullable Lease lease) {
        Trigger trigger =
                switch (failure.kind()) {
                    case UNAVAILABLE -> new GoLiveUnanswered(command.epoch(), words(failure));
                    case NOT_FOUND -> new CallGone(call);
                    case CREDENTIALS_REFUSED, REJECTED -> new GoLiveRefused(command.epoch(), words(failure));
                };
        return take(channelId, trigger, lease).map(outcome -> failed(outcome, failure));
    }

    private Uni<Outcome> stopLive(Applied applied, CommandSteps steps, @Nullable Lease lease) {
        CommandInFlight command =
                Objects.requireNonNull(applied.snapshot().broadcast().command());
        String channelId = applied.snapshot().channelId();
        CallId call = callOf(applied.snapshot());
        if (tooLate(command)) {
            return take(
                    channelId, new StopLiveFailed(command.epoch(), "The request was delayed and was not sent."), lease);
        }
        steps.intentCommitted();
        return provider.stopLive(call)
                .invoke(steps::providerCalled)
                .flatMap(answer ->
                        take(channelId, new StopLiveAnswered(command.epoch(), command.since(), answer), lease))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> stopLiveFailed(channelId, call, command, failure, lease))
                .invoke(steps::outcomeCommitted);
    }

    private Uni<Outcome> stopLiveFailed(
            String channelId, CallId call, CommandInFlight command, ProviderException failure, @Nullable Lease lease) {
        Trigger trigger = failure.kind() == ProviderException.Kind.NOT_FOUND
                ? new CallGone(call)
                : new StopLiveFailed(command.epoch(), words(failure));
        return take(channelId, trigger, lease).map(outcome -> failed(outcome, failure));
    }

    /**
     * Reads the call and takes it in.
     *
     * @param polled true when neither a webhook nor a command made us ask
     */
    Uni<Outcome> readCall(BroadcastSnapshot snapshot, boolean polled, @Nullable Lease lease) {
        CallId call = snapshot.channel().call();
        if (call == null) {
            return Uni.createFrom().item(Outcome.of(store.unchanged(snapshot)));
        }
        String channelId = snapshot.channelId();
        Instant askedAt = Instant.now();
        return provider.getCall(call)
                .call(answer -> checks.worked(snapshot))
                .flatMap(answer -> take(channelId, new CallSeen(answer, askedAt, polled), lease)
                        .map(outcome -> new Outcome(outcome.applied(), newest(answer, outcome), null, null)))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> callUnread(snapshot, call, failure, lease));
    }

    /** An answer that was overtaken, or is in doubt, says nothing about the encoder either. */
    private static @Nullable ProviderCall newest(ProviderCall answer, Outcome outcome) {
        Fence fence = outcome.snapshot().broadcast().fence();
        return ProviderTime.isOlder(answer.updatedAt(), fence.updatedAt()) ? null : answer;
    }

    private Uni<Outcome> callUnread(
            BroadcastSnapshot snapshot, CallId call, ProviderException failure, @Nullable Lease lease) {
        String channelId = snapshot.channelId();
        Trigger trigger = failure.kind() == ProviderException.Kind.NOT_FOUND
                ? new CallGone(call)
                : new EncoderUnknown(words(failure));
        return checks.failed(snapshot, failure)
                .flatMap(ignored -> take(channelId, trigger, lease))
                .map(outcome -> failed(outcome, failure));
    }

    /** Looks for the broadcaster's user in a call that has just been read: a closed provider session holds nobody. */
    Uni<Outcome> findEncoder(BroadcastSnapshot snapshot, ProviderCall call, @Nullable Lease lease) {
        ProviderSession session = call.session();
        return session != null && session.open()
                ? findEncoder(snapshot, lease)
                : take(snapshot.channelId(), found(snapshot.broadcast().encoder(), List.of()), lease);
    }

    /** Asks whether the broadcaster's user is in the call, and takes the answer in. */
    Uni<Outcome> findEncoder(BroadcastSnapshot snapshot, @Nullable Lease lease) {
        CallId call = snapshot.channel().call();
        if (call == null) {
            return Uni.createFrom().item(Outcome.of(store.unchanged(snapshot)));
        }
        Encoder asked = snapshot.broadcast().encoder();
        return provider.attendance(call, snapshot.channel().broadcasterUserId())
                .flatMap(attendance -> take(snapshot.channelId(), found(asked, attendance.stays()), lease)
                        .map(outcome -> new Outcome(outcome.applied(), null, attendance, null)))
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> take(snapshot.channelId(), new EncoderUnknown(words(failure)), lease)
                        .map(outcome -> failed(outcome, failure)));
    }

    private Uni<Outcome> findEncoderToo(Outcome seen, @Nullable Lease lease) {
        ProviderCall call = seen.call();
        return call == null || !seen.applied().wanted().isEmpty()
                ? Uni.createFrom().item(seen)
                : findEncoder(seen.snapshot(), call, lease);
    }

    private static Trigger found(Encoder asked, List<ProviderParticipant> stays) {
        return stays.stream()
                .filter(stay -> stay.leftAt() == null)
                .max(Comparator.comparing(ProviderParticipant::joinedAt))
                .<Trigger>map(stay -> new EncoderFound(asked, stay))
                .orElseGet(() -> new EncoderMissing(asked));
    }

    private Uni<Outcome> take(String channelId, Trigger trigger, @Nullable Lease lease) {
        return store.apply(channelId, trigger, lease).map(Outcome::of);
    }

    private static Outcome failed(Outcome outcome, ProviderException failure) {
        return new Outcome(outcome.applied(), null, null, failure);
    }

    private boolean tooLate(CommandInFlight command) {
        return Instant.now().isAfter(command.since().plus(sendWithin));
    }

    private static CallId callOf(BroadcastSnapshot snapshot) {
        return Objects.requireNonNull(snapshot.channel().call(), "A provisioned channel has a call");
    }

    static String words(ProviderException failure) {
        return failure.what();
    }
}
