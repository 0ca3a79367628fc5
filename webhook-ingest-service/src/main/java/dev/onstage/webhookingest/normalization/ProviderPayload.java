package dev.onstage.webhookingest.normalization;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a payload that any of our events needs, as one pass over the JSON collects them. */
final class ProviderPayload {
    @Nullable String type;

    @Nullable Instant createdAt;

    @Nullable String callCid;

    @Nullable String sessionId;

    @Nullable String chatChannelCid;

    @Nullable String channelType;

    @Nullable String channelId;

    @Nullable String userId;

    @Nullable String ingressStreamId;

    @Nullable String clientName;

    @Nullable String clientVersion;

    @Nullable String error;

    @Nullable String errorCode;

    @Nullable String messageId;

    @Nullable Instant expiration;

    @Nullable Integer anonymousCount;

    boolean shadow;

    boolean deletedForMe;

    @Nullable Map<String, Integer> countsByRole;

    /** How many of the counts could not be read or belong to a role that cannot be stored. */
    int unreadableCounts;

    /** Fields whose absence means something and that are there, but cannot be read. */
    final Set<String> unreadable = new HashSet<>();

    @Nullable Call call;

    @Nullable Participant participant;

    @Nullable Message message;

    @Nullable User user;

    /** A call with its session. */
    static final class Call {
        @Nullable String cid;

        @Nullable Boolean backstage;

        @Nullable String currentSessionId;

        @Nullable Instant updatedAt;

        @Nullable Instant endedAt;

        @Nullable Session session;
    }

    /** The provider's session of a call. */
    static final class Session {
        @Nullable String id;

        @Nullable Instant startedAt;

        @Nullable Instant endedAt;

        @Nullable Instant liveStartedAt;

        @Nullable Instant liveEndedAt;

        final List<Participant> participants = new ArrayList<>();

        int unreadableParticipants;
    }

    /** One stay of a user in a call. */
    static final class Participant {
        @Nullable User user;

        @Nullable String userSessionId;

        @Nullable String role;

        @Nullable Instant joinedAt;
    }

    /** A chat message without its text. */
    static final class Message {
        @Nullable String id;

        @Nullable String cid;

        @Nullable String type;

        @Nullable User user;

        @Nullable Instant createdAt;

        @Nullable Instant deletedAt;

        boolean shadowed;
    }

    /** A user. */
    static final class User {
        @Nullable String id;

        @Nullable String name;
    }
}
