package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.CallObserved;
import dev.onstage.events.IngressObserved;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallGone;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.CallOfAnother;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveRefused;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.GoLiveUnanswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveAnswered;
import dev.onstage.streamcontrol.broadcast.AnswerTrigger.StopLiveFailed;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.ForceEndAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.GoLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.LeaveCallAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.Provisioned;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.StopLiveAsked;
import dev.onstage.streamcontrol.broadcast.CommandTrigger.TimePassed;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderFound;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderMissing;
import dev.onstage.streamcontrol.broadcast.EncoderTrigger.EncoderUnknown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every (state, trigger) pair. The expectations stand in {@code decisions.txt}, one line per pair:
 *
 * <pre>state | trigger | next state and what else changed | events | wanted at the provider</pre>
 *
 * <p>{@code =} stands for nothing; a refused command shows its refusal. All triggers happen at second 200, when every command
 * of the fixtures was answered or is lost and every deadline has passed; reports and answers are as new.
 */
class DecisionTableTest {

    private static final long NOW = 200;

    /** The states, with what makes a difference within one. */
    private static final Map<String, Supplier<Machine>> STATES = new LinkedHashMap<>();

    private static final Map<String, Function<Machine, Trigger>> TRIGGERS = new LinkedHashMap<>();

    static {
        STATES.put("UNPROVISIONED", Machine::new);
        STATES.put("READY", Machine::ready);
        STATES.put("READY+encoder", Machine::rehearsing);
        STATES.put("READY+owed", () -> Machine.live().at(40).apply(new ForceEndAsked()));
        STATES.put("STARTING", Machine::starting);
        STATES.put("LIVE", Machine::live);
        STATES.put("LIVE+lost", Machine::lost);
        STATES.put("ENDING", Machine::ending);
        STATES.put("ENDING-session", () -> Machine.starting().at(12).apply(new StopLiveAsked()));

        TRIGGERS.put("Provisioned", m -> new Provisioned(Machine.at0(NOW)));
        TRIGGERS.put("GoLiveAsked", m -> new GoLiveAsked(false));
        TRIGGERS.put("GoLiveAsked(withoutEncoder)", m -> new GoLiveAsked(true));
        TRIGGERS.put("StopLiveAsked", m -> new StopLiveAsked());
        TRIGGERS.put("ForceEndAsked", m -> new ForceEndAsked());
        TRIGGERS.put("LeaveCallAsked", m -> new LeaveCallAsked(Machine.CALL));
        TRIGGERS.put("TimePassed", m -> new TimePassed());
        TRIGGERS.put("CallSeen(live)", m -> Machine.seen(Machine.liveCall(NOW)));
        TRIGGERS.put("CallSeen(backstage)", m -> Machine.seen(Machine.backstageCall(NOW)));
        TRIGGERS.put("CallSeen(ended)", m -> Machine.seen(Machine.endedCall(NOW)));
        TRIGGERS.put("CallSeen(another's)", m -> Machine.seen(Machine.callOfAnother(NOW)));
        TRIGGERS.put("CallOfAnother", m -> new CallOfAnother(Machine.CALL, "mallory"));
        TRIGGERS.put("CallSeen(stale)", m -> Machine.seen(Machine.backstageCall(-1)));
        TRIGGERS.put("CallGone", m -> new CallGone(Machine.CALL));
        TRIGGERS.put("GoLiveAnswered(live)", m -> new GoLiveAnswered(1, Machine.at0(10), Machine.liveCall(NOW)));
        TRIGGERS.put(
                "GoLiveAnswered(backstage)", m -> new GoLiveAnswered(1, Machine.at0(10), Machine.backstageCall(NOW)));
        TRIGGERS.put("GoLiveRefused", m -> new GoLiveRefused(1, "no"));
        TRIGGERS.put("GoLiveUnanswered", m -> new GoLiveUnanswered(1, "silence"));
        TRIGGERS.put(
                "StopLiveAnswered(backstage)",
                m -> new StopLiveAnswered(1, Machine.at0(30), Machine.backstageCall(NOW)));
        TRIGGERS.put("StopLiveAnswered(live)", m -> new StopLiveAnswered(1, Machine.at0(30), Machine.liveCall(NOW)));
        TRIGGERS.put("StopLiveFailed", m -> new StopLiveFailed(1, "silence"));
        TRIGGERS.put("LIVE_STARTED", m -> Machine.report(CallObserved.Kind.LIVE_STARTED, false, NOW));
        TRIGGERS.put("SESSION_STARTED(backstage)", m -> Machine.report(CallObserved.Kind.SESSION_STARTED, true, NOW));
        TRIGGERS.put("SESSION_STARTED(live)", m -> Machine.report(CallObserved.Kind.SESSION_STARTED, false, NOW));
        TRIGGERS.put("SESSION_ENDED(live)", m -> Machine.report(CallObserved.Kind.SESSION_ENDED, false, NOW));
        TRIGGERS.put("SESSION_ENDED(backstage)", m -> Machine.report(CallObserved.Kind.SESSION_ENDED, true, NOW));
        TRIGGERS.put("UPDATED(live)", m -> Machine.report(CallObserved.Kind.UPDATED, false, NOW));
        TRIGGERS.put("UPDATED(backstage)", m -> Machine.report(CallObserved.Kind.UPDATED, true, NOW));
        TRIGGERS.put("ENDED", m -> Machine.report(CallObserved.Kind.ENDED, true, NOW));
        TRIGGERS.put("DELETED", m -> Machine.report(CallObserved.Kind.DELETED, true, NOW));
        TRIGGERS.put("LIVE_STARTED(late)", m -> Machine.report(CallObserved.Kind.LIVE_STARTED, false, -1));
        TRIGGERS.put("UPDATED(backstage, late)", m -> Machine.report(CallObserved.Kind.UPDATED, true, -1));
        TRIGGERS.put("ingress STARTED(same)", m -> Machine.ingress(IngressObserved.Kind.STARTED, "ingress-1", NOW));
        TRIGGERS.put("ingress STARTED(new)", m -> Machine.ingress(IngressObserved.Kind.STARTED, "ingress-2", NOW));
        TRIGGERS.put("ingress STOPPED(current)", m -> Machine.ingress(IngressObserved.Kind.STOPPED, "ingress-1", NOW));
        TRIGGERS.put("ingress STOPPED(other)", m -> Machine.ingress(IngressObserved.Kind.STOPPED, "ingress-0", NOW));
        TRIGGERS.put("ingress ERROR", m -> Machine.ingress(IngressObserved.Kind.ERROR, "ingress-1", NOW));
        TRIGGERS.put("EncoderFound", m -> new EncoderFound(m.broadcast.encoder(), Machine.stay(190)));
        TRIGGERS.put("EncoderMissing", m -> new EncoderMissing(m.broadcast.encoder()));
        TRIGGERS.put("EncoderUnknown", m -> new EncoderUnknown("silence"));
    }

    static Stream<String> expectations() {
        return lines().stream();
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void shouldDecideAsTheTableSays(String line) {
        // Given
        String[] cells = cells(line);
        Machine machine = fixture(cells[0]);
        Trigger trigger = TRIGGERS.getOrDefault(cells[1], m -> new TimePassed()).apply(machine);

        // When
        String actual = decided(cells[0], cells[1], machine, trigger);

        // Then
        assertThat(actual).isEqualTo(String.join(" | ", cells));
    }

    @Test
    void shouldCoverEveryPair() {
        // Given
        List<String> pairs = new ArrayList<>();
        for (String state : STATES.keySet()) {
            TRIGGERS.keySet().forEach(trigger -> pairs.add(state + " | " + trigger));
        }

        // When
        List<String> covered = lines().stream()
                .map(line -> cells(line)[0] + " | " + cells(line)[1])
                .toList();

        // Then
        assertThat(covered).containsExactlyInAnyOrderElementsOf(pairs);
        assertThat(STATES.values().stream().map(state -> state.get().state()).distinct())
                .containsExactlyInAnyOrder(BroadcastState.Name.values());
    }

    private static Machine fixture(String name) {
        Machine machine = STATES.getOrDefault(name, Machine::new).get().at(NOW);
        machine.events.clear();
        machine.pulled.clear();
        return machine;
    }

    private static String decided(String state, String name, Machine machine, Trigger trigger) {
        Broadcast before = machine.broadcast;
        machine.apply(trigger);
        Refusal refusal = machine.refusal;
        if (refusal != null) {
            return String.join(" | ", state, name, "refused " + refusal, "=", "=");
        }
        String events = String.join(" ", machine.eventNames());
        String wanted = machine.wanted.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
        return String.join(" | ", state, name, changes(before, machine), orNothing(events), orNothing(wanted));
    }

    private static String changes(Broadcast before, Machine machine) {
        Broadcast after = machine.broadcast;
        List<String> changes = new ArrayList<>();
        if (!after.state().equals(before.state())) {
            changes.add(after.state().name().name());
        }
        if (after.encoder().state() != before.encoder().state()) {
            changes.add("encoder " + after.encoder().state());
        }
        if ((after.stopOwed() == null) != (before.stopOwed() == null)) {
            changes.add(after.stopOwed() == null ? "settled" : "owed");
        }
        Encoder.Grace grace = after.encoder().grace();
        if (grace != null && grace.extendedWhy() != null) {
            changes.add("extended");
        }
        EndedSession last = after.lastSession();
        if (machine.foreignCall != null) {
            changes.add("foreign");
        }
        if (last != null && !last.equals(before.lastSession())) {
            changes.add("because " + last.reason());
        }
        return orNothing(String.join(", ", changes));
    }

    private static String orNothing(String text) {
        return text.isEmpty() ? "=" : text;
    }

    private static String[] cells(String line) {
        return Stream.of(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
    }

    private static List<String> lines() {
        try (InputStream file = DecisionTableTest.class.getResourceAsStream("decisions.txt")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
