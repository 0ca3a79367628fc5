package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a broadcast stands. Each state offers only the transitions that are legal from it.
 *
 * <pre>
 *                 provisioned              start                 live
 *  UNPROVISIONED ────────────▶ READY ────────────────▶ STARTING ──────▶ LIVE
 *        ▲                     ▲ ▲ ▲ │                  │  │             │ │
 *        │                     │ │ │ └──────────────────┼──┼─ adopt ────▶│ │
 *        │                     │ │ └──── startFailed ───┘  │             │ │
 *        │                     │ └──────── ended ──────────┼─────────────┘ │ end
 *        │                     │            confirmed      │ end           ▼
 *        │                     └───────────────────────────┼──────────── ENDING
 *        │                                                 └──────────────▶ ▲
 *        └── callRetired: from every other state when the provider ended or deleted the call
 *            forceEnd: from STARTING, LIVE, ENDING to READY, with a stop owed to the provider
 * </pre>
 *
 * <p>STARTING and ENDING wait for the provider. STARTING ends in READY when the provider refuses, or when its deadline has
 * passed and the provider says backstage. ENDING still counts as live when it has a session; it has none when the start
 * was abandoned. LIVE goes straight to READY when the provider is found in backstage.
 */
public sealed interface BroadcastState {

    /** The states by name, as stored and shown. */
    enum Name {
        UNPROVISIONED,
        READY,
        STARTING,
        LIVE,
        ENDING
    }

    /** Which state this is. */
    Name name();

    /** The session on air, null when there is none. */
    default @Nullable StreamSession session() {
        return null;
    }

    /** The channel has no usable call. */
    record Unprovisioned() implements BroadcastState {
        @Override
        public Name name() {
            return Name.UNPROVISIONED;
        }

        Ready provisioned() {
            return new Ready();
        }
    }

    /** The call is in backstage, as far as we know. */
    record Ready() implements BroadcastState {
        @Override
        public Name name() {
            return Name.READY;
        }

        Starting start(Instant deadline) {
            return new Starting(deadline);
        }

        Live adopt(StreamSession session) {
            return new Live(session);
        }

        Unprovisioned callRetired() {
            return new Unprovisioned();
        }
    }

    /** Going live was decided; the provider has not confirmed it. */
    record Starting(Instant deadline) implements BroadcastState {
        @Override
        public Name name() {
            return Name.STARTING;
        }

        Live live(StreamSession session) {
            return new Live(session);
        }

        Ready startFailed() {
            return new Ready();
        }

        Ending end(EndReason reason) {
            return new Ending(null, reason);
        }

        Ready forceEnd() {
            return new Ready();
        }

        Unprovisioned callRetired() {
            return new Unprovisioned();
        }
    }

    /** On air. */
    record Live(StreamSession session) implements BroadcastState {
        @Override
        public Name name() {
            return Name.LIVE;
        }

        Ending end(EndReason reason) {
            return new Ending(session, reason);
        }

        Ready ended() {
            return new Ready();
        }

        Ready forceEnd() {
            return new Ready();
        }

        Unprovisioned callRetired() {
            return new Unprovisioned();
        }
    }

    /**
     * Ending was decided; the provider has not confirmed backstage.
     *
     * @param session still on air, null when the start was abandoned
     * @param reason the reason the end will have
     */
    record Ending(@Nullable StreamSession session, EndReason reason) implements BroadcastState {
        @Override
        public Name name() {
            return Name.ENDING;
        }

        Ready confirmed() {
            return new Ready();
        }

        Ready forceEnd() {
            return new Ready();
        }

        Unprovisioned callRetired() {
            return new Unprovisioned();
        }
    }
}
