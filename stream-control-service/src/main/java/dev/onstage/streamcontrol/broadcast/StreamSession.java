package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;
import java.util.UUID;

/**
 * A session on air.
 *
 * @param sessionId ours, UUIDv7
 * @param title the channel's title when it began
 * @param startedAt start by the provider's clock, microseconds
 * @param adopted true when it went live outside Onstage
 */
public record StreamSession(UUID sessionId, String title, Instant startedAt, boolean adopted) {}
