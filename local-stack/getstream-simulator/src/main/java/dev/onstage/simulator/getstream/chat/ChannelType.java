package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What channels of a type allow.
 *
 * @param grants role to permission ids; an id with the suffix {@code -owner} counts for one's own message or channel
 * @param features the switches GetStream knows besides, kept as they were sent
 */
record ChannelType(
        String name,
        Map<String, List<String>> grants,
        String automod,
        String automodBehavior,
        int maxMessageLength,
        ObjectNode features,
        Instant createdAt,
        Instant updatedAt) {}
