package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who belongs to a call, present or not. */
record CallMember(String userId, @Nullable String role, ObjectNode custom, Instant createdAt, Instant updatedAt) {}
