package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.http.Exclusions;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a call. The first participant, in backstage as well, opens a session; an empty session is closed after the
 * inactivity timeout of the call's settings, which changes nothing about backstage.
 */
final class Presence {

    static final String RTMPS = "rtmps";
    private static final int DEFAULT_INACTIVITY_SECONDS = 30;
    /** How often counts are reported at most; undocumented. */
    private static final long COUNT_EVENT_MILLIS = 2_000;

    private final Vertx vertx;
    private final SimulatorClock clock;
    private final Users users;
    private final Permissions permissions;
    private final Exclusions exclusions;
    private final CallEvents events;
    private final Map<String, Long> inactivityTimers = new HashMap<>();
    private final Map<String, Long> durationTimers = new HashMap<>();
    private final Set<String> countsOwed = new HashSet<>();
    private Consumer<Call> overdue = call -> {};

    Presence(
            Vertx vertx,
            SimulatorClock clock,
            Users users,
            Permissions permissions,
            Exclusions exclusions,
            CallEvents events) {
        this.vertx = vertx;
        this.clock = clock;
        this.users = users;
        this.permissions = permissions;
        this.exclusions = exclusions;
        this.events = events;
    }

    /** {@code action} ends a call whose maximum duration is over. */
    void whenOverdue(Consumer<Call> action) {
        overdue = action;
    }

    /** Refuses who may not enter the call in its state. */
    void admit(Call call, Caller caller) {
        if (call.endedAt() != null) {
            permissions.require(caller, call, "join-ended-call");
        }
        if (call.backstage() && !earlyEntry(call)) {
            permissions.require(caller, call, "join-backstage");
        }
        permissions.require(caller, call, "join-call");
        if (call.isBlocked(caller.name())) {
            throw ApiError.of(Code.NOT_ALLOWED, "user '" + caller.name() + "' is blocked in call " + call.cid());
        }
        int most = call.setting("limits", "max_participants", 0);
        int present = call.session()
                .map(session -> session.present().size() + session.anonymous())
                .orElse(0);
        if (most > 0 && present >= most) {
            throw ApiError.of(Code.NOT_ALLOWED, "the call has reached its maximum of " + most + " participants");
        }
    }

    private boolean earlyEntry(Call call) {
        Instant startsAt = call.startsAt();
        int ahead = call.setting("backstage", "join_ahead_time_seconds", 0);
        return startsAt != null && ahead > 0 && !clock.now().isBefore(startsAt.minusSeconds(ahead));
    }

    /** Lets an admitted user in. */
    Participant join(Call call, Caller caller, String publisherType) {
        users.connect(caller.name());
        CallSession running = call.session().orElse(null);
        CallSession session = running == null ? open(call) : running;
        String role = permissions.displayRole(call, caller.name(), caller.callRole());
        Participant participant = new Participant(
                UUID.randomUUID().toString(),
                caller.name(),
                role,
                publisherType,
                clock.now(),
                caller.tokenIssuedAt(),
                null);
        session.join(participant);
        entered(call, session, running == null);
        events.participantJoined(call, session, participant);
        return participant;
    }

    /** Lets admitted anonymous viewers in: they are counted and nothing else. */
    void joinAnonymous(Call call, int count) {
        CallSession running = call.session().orElse(null);
        CallSession session = running == null ? open(call) : running;
        session.anonymous(session.anonymous() + count);
        entered(call, session, running == null);
    }

    /** Anonymous viewers leave; returns how many there were to leave. */
    int leaveAnonymous(Call call, int count) {
        CallSession session = call.session().orElse(null);
        if (session == null) {
            return 0;
        }
        int leaving = Math.min(count, session.anonymous());
        session.anonymous(session.anonymous() - leaving);
        left(call, session);
        return leaving;
    }

    /** Whether somebody watches with a token that was revoked. An encoder's key is checked when it connects and not again. */
    boolean watchesWithRevokedToken(Participant participant) {
        return participant.publisherType().isEmpty()
                && exclusions.revoked(participant.userId(), participant.tokenIssuedAt());
    }

    /** Removes the participants that match, in the order they joined, and reports each. */
    List<Participant> remove(Call call, Predicate<Participant> leaving) {
        CallSession session = call.session().orElse(null);
        if (session == null) {
            return List.of();
        }
        List<Participant> gone = new ArrayList<>();
        for (Participant participant : List.copyOf(session.present())) {
            if (leaving.test(participant)) {
                Instant now = clock.now();
                session.leave(participant.userSessionId(), now).ifPresent(left -> {
                    gone.add(left);
                    events.participantLeft(call, session, left, now);
                });
            }
        }
        left(call, session);
        return gone;
    }

    private CallSession open(Call call) {
        Instant now = clock.now();
        int maxSeconds = call.setting("limits", "max_duration_seconds", 0);
        Instant timerEndsAt = maxSeconds > 0 ? now.plusSeconds(maxSeconds) : null;
        CallSession session = new CallSession(UUID.randomUUID().toString(), now, timerEndsAt);
        call.open(session);
        call.touch(now);
        watchDuration(call);
        return session;
    }

    private void entered(Call call, CallSession session, boolean opened) {
        cancel(inactivityTimers, call);
        if (opened) {
            events.sessionStarted(call, session);
        }
        oweCount(call);
    }

    private void left(Call call, CallSession session) {
        oweCount(call);
        if (session.isEmpty() && !inactivityTimers.containsKey(call.cid())) {
            int seconds = call.setting("session", "inactivity_timeout_seconds", DEFAULT_INACTIVITY_SECONDS);
            inactivityTimers.put(
                    call.cid(), vertx.setTimer(Duration.ofSeconds(seconds).toMillis(), timer -> closeSession(call)));
        }
    }

    /** Closes the running session, if any. */
    void closeSession(Call call) {
        cancel(inactivityTimers, call);
        cancel(durationTimers, call);
        CallSession session = call.session().orElse(null);
        if (session != null) {
            call.closeSession(clock.now());
            events.sessionEnded(call, session);
        }
    }

    /** Takes the maximum duration of the call's settings anew; counted from the start of the session. */
    void restartDuration(Call call) {
        call.session().ifPresent(session -> {
            int maxSeconds = call.setting("limits", "max_duration_seconds", 0);
            session.extendTimer(maxSeconds > 0 ? session.startedAt().plusSeconds(maxSeconds) : null);
            watchDuration(call);
        });
    }

    private void watchDuration(Call call) {
        cancel(durationTimers, call);
        @Nullable Instant endsAt = call.session().map(CallSession::timerEndsAt).orElse(null);
        if (endsAt != null) {
            long millis = Math.max(1, Duration.between(clock.now(), endsAt).toMillis());
            durationTimers.put(call.cid(), vertx.setTimer(millis, timer -> overdue.accept(call)));
        }
    }

    private void oweCount(Call call) {
        if (countsOwed.add(call.cid())) {
            vertx.setTimer(COUNT_EVENT_MILLIS, timer -> {
                countsOwed.remove(call.cid());
                call.session().ifPresent(session -> events.participantCount(call, session));
            });
        }
    }

    private void cancel(Map<String, Long> timers, Call call) {
        Long timer = timers.remove(call.cid());
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
