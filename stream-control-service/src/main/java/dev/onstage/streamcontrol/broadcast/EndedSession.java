package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.EndReason;
import java.time.Instant;
import java.util.UUID;

/** The channel's last session, complete. {@code endedAt} is not before {@code startedAt}. */
public record EndedSession(UUID sessionId, Instant startedAt, Instant endedAt, EndReason reason) {}
