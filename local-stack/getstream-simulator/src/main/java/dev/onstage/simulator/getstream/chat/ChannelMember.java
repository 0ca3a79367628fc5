package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Somebody who belongs to a channel. */
record ChannelMember(String userId, String channelRole, ObjectNode custom, Instant createdAt, Instant updatedAt) {}
