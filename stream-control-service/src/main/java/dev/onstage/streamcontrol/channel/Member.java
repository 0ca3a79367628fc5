package dev.onstage.streamcontrol.channel;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person and their role on a channel.
 *
 * @param role {@code broadcaster} or {@code moderator}, null for none
 */
record Member(UUID accountId, String name, @Nullable String role) {}
