package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What new calls of a type start with, and who may do what in calls of that type.
 *
 * @param grants role to permission ids; an id with the suffix {@code -owner} counts for who created the call
 */
record CallType(
        String name,
        Map<String, List<String>> grants,
        ObjectNode settings,
        ObjectNode notificationSettings,
        Instant createdAt,
        Instant updatedAt) {}
