package dev.onstage.simulator.getstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat message.
 *
 * @param type {@code regular}, {@code reply}, {@code system} or, once deleted, {@code deleted}
 */
record Message(
        String id,
        String cid,
        String userId,
        String type,
        String text,
        @Nullable String parentId,
        ObjectNode custom,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    Message deleted(Instant at) {
        return new Message(id, cid, userId, "deleted", text, parentId, custom, createdAt, at, at);
    }

    Message undeleted(Instant at) {
        String before = parentId == null ? "regular" : "reply";
        return new Message(id, cid, userId, before, text, parentId, custom, createdAt, at, null);
    }
}
