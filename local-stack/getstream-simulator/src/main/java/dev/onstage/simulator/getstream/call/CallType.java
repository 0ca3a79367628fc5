package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What new calls of a type start with, and who may do what in calls of that type.
 *
 * @param grants role to permission ids; an id with the suffix {@code -owner} counts for who created the call
 * @param externalStorage where recordings go, by the name of a storage; empty or null for GetStream's own
 */
record CallType(
        String name,
        Map<String, List<String>> grants,
        ObjectNode settings,
        ObjectNode notificationSettings,
        @Nullable String externalStorage,
        Instant createdAt,
        Instant updatedAt) {}
