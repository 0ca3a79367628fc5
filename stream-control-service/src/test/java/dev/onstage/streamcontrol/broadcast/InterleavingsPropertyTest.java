package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallSeen;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveUnanswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveFailed;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.ForceEndAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.GoLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.StopLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.TimePassed;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderFound;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderMissing;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Commands, the provider's own life, webhooks that are shuffled, repeated, lost and ahead of the call, answers that are late,
 * lost or carry fewer digits, in any order: no epoch has two sessions, events are in sequence, one command is under way at a time; and once everything has
 * calmed down, we say what the provider says.
 */
class InterleavingsPropertyTest {

    private static final int MAX_STEP = 20;
    private static final int CALM_ROUNDS = 12;
    private static final int MOST_REQUESTS = 500;

    /** Webhooks and answers need not carry the same time, and a webhook may carry any. */
    private static final List<Duration> AHEAD = List.of(
            Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(1_000), Duration.ofHours(1), Duration.ofNanos(-1_000));

    private static final List<ChronoUnit> DIGITS =
            List.of(ChronoUnit.NANOS, ChronoUnit.MICROS, ChronoUnit.MILLIS, ChronoUnit.SECONDS);

    @Property(tries = 5000)
    void shouldKeepItsPromisesWhateverTheOrder(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1999) Integer> choices) {
        // Given
        World world = new World();

        // When
        choices.forEach(choice -> world.step(choice % MAX_STEP, choice / MAX_STEP));
        world.calmDown();

        // Then
        world.assertAgreement();
        assertThat(world.machine.broadcast.seq()).isEqualTo(world.machine.events.size());
    }

    /** Everything that can happen, one step at a time. */
    private static final class World {

        final Machine machine = Machine.ready();
        final ModelProvider provider = new ModelProvider();

        private final List<ReportTrigger> delivered = new ArrayList<>();
        private final Deque<Runnable> requests = new ArrayDeque<>();
        private final List<Trigger> answers = new ArrayList<>();
        private final Set<UUID> sessions = new HashSet<>();
        private final Set<Long> liveEpochs = new HashSet<>();
        private @Nullable UUID onAir;
        private int seen;
        private @Nullable CommandInFlight underWay;
        private boolean online = true;

        void step(int kind, int detail) {
            machine.now = machine.now.plusMillis(200 + 37L * detail);
            provider.webhooksAhead = AHEAD.get(detail % AHEAD.size());
            provider.digits = DIGITS.get(detail / AHEAD.size() % DIGITS.size());
            switch (kind) {
                case 0 -> take(new GoLiveAsked(detail % 2 == 0));
                case 1 -> take(new StopLiveAsked());
                case 2 -> take(new ForceEndAsked());
                case 3 -> provider.goLive(machine.now);
                case 4 -> provider.stopLive(machine.now);
                case 5, 6 -> provider.connectEncoder(machine.now);
                case 7 -> provider.dropEncoder(machine.now);
                case 8 -> provider.closeSession(machine.now);
                case 9, 10 -> deliver(detail, true);
                case 11 -> deliver(detail, false);
                case 12 -> again(detail);
                case 13, 14 -> carryOut();
                case 15, 16 -> answer(detail);
                case 17 -> poll();
                case 18 -> machine.now = machine.now.plusSeconds(detail);
                default -> online = !online;
            }
        }

        /** Requests reach the provider and are answered, webhooks that are left get lost, and the reconciler goes on. */
        void calmDown() {
            online = true;
            provider.digits = ChronoUnit.MICROS;
            finishRequests();
            for (int round = 0; round < CALM_ROUNDS; round++) {
                machine.now = machine.now.plusSeconds(20);
                poll();
                finishRequests();
            }
        }

        private void finishRequests() {
            for (int i = 0; i < MOST_REQUESTS && !(requests.isEmpty() && answers.isEmpty()); i++) {
                carryOut();
                answer(0);
            }
            assertThat(requests).as("requests come to an end").isEmpty();
            assertThat(answers).isEmpty();
        }

        void assertAgreement() {
            BroadcastState.Name expected = provider.backstage ? BroadcastState.Name.READY : BroadcastState.Name.LIVE;
            assertThat(machine.state()).isEqualTo(expected);
            assertThat(machine.broadcast.stopOwed()).isNull();
            assertThat(machine.broadcast.encoder().is(EncoderState.CONNECTED)).isEqualTo(provider.encoderConnected());
            assertThat(machine.broadcast.encoder().grace()).isNull();
        }

        private void deliver(int which, boolean taken) {
            if (!provider.webhooks.isEmpty()) {
                ReportTrigger report = provider.webhooks.remove(which % provider.webhooks.size());
                if (taken) {
                    delivered.add(report);
                    take(report);
                }
            }
        }

        private void again(int which) {
            if (!delivered.isEmpty()) {
                take(delivered.get(which % delivered.size()));
            }
        }

        private void carryOut() {
            Runnable request = requests.poll();
            if (request != null) {
                request.run();
            }
        }

        private void answer(int which) {
            if (!answers.isEmpty()) {
                take(answers.remove(which % answers.size()));
            }
        }

        private void poll() {
            take(new TimePassed());
            readCall(true);
            findEncoder();
        }

        private void take(Trigger trigger) {
            machine.apply(trigger);
            checkEvents();
            checkOneCommand(trigger);
            for (Wanted wanted : machine.wanted) {
                switch (wanted) {
                    case GO_LIVE -> requests.add(this::sendGoLive);
                    case STOP_LIVE -> requests.add(this::sendStopLive);
                    case READ_CALL -> requests.add(() -> readCall(false));
                    case FIND_ENCODER -> requests.add(this::findEncoder);
                }
            }
        }

        private void sendGoLive() {
            CommandInFlight command = machine.broadcast.command();
            if (command == null || command.kind() != CommandInFlight.Kind.GO_LIVE || tooLate(command)) {
                return;
            }
            if (online) {
                provider.goLive(machine.now);
                answers.add(new GoLiveAnswered(command.epoch(), command.since(), provider.call()));
            } else {
                answers.add(new GoLiveUnanswered(command.epoch(), "silence"));
            }
        }

        private void sendStopLive() {
            CommandInFlight command = machine.broadcast.command();
            if (command == null || command.kind() != CommandInFlight.Kind.STOP_LIVE || tooLate(command)) {
                return;
            }
            if (online) {
                provider.stopLive(machine.now);
                answers.add(new StopLiveAnswered(command.epoch(), command.since(), provider.call()));
            } else {
                answers.add(new StopLiveFailed(command.epoch(), "silence"));
            }
        }

        private boolean tooLate(CommandInFlight command) {
            return machine.now.isAfter(command.since().plus(Duration.ofSeconds(5)));
        }

        private void readCall(boolean polled) {
            if (online) {
                answers.add(new CallSeen(provider.call(), machine.now, polled));
            }
        }

        private void findEncoder() {
            if (online) {
                Encoder asked = machine.broadcast.encoder();
                List<ProviderParticipant> stays = provider.stays();
                answers.add(stays.isEmpty() ? new EncoderMissing(asked) : new EncoderFound(asked, stays.get(0)));
            }
        }

        private void checkEvents() {
            while (seen < machine.events.size()) {
                LifecycleEvent event = machine.events.get(seen++);
                assertThat(event.seq()).isEqualTo(seen);
                if (event instanceof StreamWentLive live) {
                    assertThat(onAir).isNull();
                    assertThat(liveEpochs.add(live.epoch()))
                            .as("one session per epoch")
                            .isTrue();
                    assertThat(sessions.add(live.sessionId())).isTrue();
                    assertThat(sessions)
                            .as("no session without a time on air at the provider")
                            .hasSizeLessThanOrEqualTo(provider.livePeriods);
                    onAir = live.sessionId();
                } else if (event instanceof StreamEnded ended) {
                    assertThat(ended.sessionId()).isEqualTo(onAir);
                    assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
                    onAir = null;
                }
            }
            StreamSession session = machine.broadcast.state().session();
            assertThat(onAir).isEqualTo(session == null ? null : session.sessionId());
        }

        /** A command that was sent and not answered may still arrive until its time is over. */
        private void checkOneCommand(Trigger trigger) {
            if (trigger instanceof GoLiveAnswered
                    || trigger instanceof StopLiveAnswered
                    || trigger instanceof StopLiveFailed) {
                underWay = null;
            }
            if (machine.wanted.contains(Wanted.GO_LIVE) || machine.wanted.contains(Wanted.STOP_LIVE)) {
                assertThat(underWay != null && underWay.mayStillArrive(machine.now))
                        .as("another command is under way")
                        .isFalse();
                underWay = machine.broadcast.command();
            }
        }
    }
}
