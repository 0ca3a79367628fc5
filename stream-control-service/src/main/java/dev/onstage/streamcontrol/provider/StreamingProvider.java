package dev.onstage.streamcontrol.provider;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Onstage asks of the media provider. Each method is one use of the provider's API; none may be called inside a
 * database transaction.
 *
 * <p>Every failure arrives as a {@link ProviderException}; its {@link ProviderException.Kind} says what the caller may
 * conclude. Methods never block; results arrive on the caller's Vert.x context.
 */
public interface StreamingProvider {

    /** Reads a call. Safe to repeat. */
    Uni<ProviderCall> getCall(CallId call);

    /** Takes a call out of backstage. Not repeated by itself: after a doubtful answer, read the call. */
    Uni<ProviderCall> goLive(CallId call);

    /** Puts a call back to backstage, from which it can go live again. Not repeated by itself. */
    Uni<ProviderCall> stopLive(CallId call);

    /**
     * Creates what a channel needs, or finds it: broadcaster user, call, chat channel, and the types of both. Idempotent. A call that
     * somebody else made is returned as it was found: whoever asks must not take it.
     */
    Uni<ProvisionedCall> provision(ProvisionCommand command);

    /** Changes settings of an existing call. */
    Uni<ProviderCall> updateCall(CallId call, Duration inactivityTimeout);

    /** Who is in the call at this moment: the stays of one user, and the number of all. Safe to repeat. */
    Uni<Attendance> attendance(CallId call, String userId);

    /** One page of all stays, past and present, of a provider session. Safe to repeat. */
    Uni<ParticipantSessionsPage> participantSessions(CallId call, String providerSessionId, @Nullable String next);

    /**
     * Makes a stream key for the broadcaster's encoder. The same arguments give the same key. Local, no call.
     *
     * @param issuedAt what a revocation compares with, whole seconds
     * @param expiresAt when it stops working
     */
    String streamKey(String broadcasterUserId, Instant issuedAt, Instant expiresAt);

    /** Declares every stream key of this user that was issued before {@code issuedBefore} invalid. Idempotent. */
    Uni<Void> revokeStreamKeys(String broadcasterUserId, Instant issuedBefore);

    /**
     * Makes sure that a person who watches exists as a user, since a token for an unknown user is refused, and may watch and nothing
     * else. Idempotent.
     */
    Uni<Void> ensureUser(String userId, String name);

    /**
     * The same for a person whom others see.
     *
     * @param avatarUrl where a picture of them is, null for none
     */
    Uni<Void> ensureUser(String userId, String name, @Nullable String avatarUrl);

    /**
     * Gives an existing user a role in a chat channel, or takes theirs. Idempotent.
     *
     * @param chatChannelCid as {@link ProvisionedCall} gave it
     */
    Uni<Void> setChatRole(String chatChannelCid, String userId, ChatRole role);

    /** Bans a user from a chat channel until {@link #unbanFromChat}. Idempotent. */
    Uni<Void> banFromChat(String chatChannelCid, String userId, String byUserId);

    /** Lifts a ban. Idempotent; {@link ProviderException.Kind#NOT_FOUND} when the provider does not know the user. */
    Uni<Void> unbanFromChat(String chatChannelCid, String userId, String byUserId);

    /**
     * Who is banned. Safe to repeat.
     *
     * @param chatChannelCid from which chat channel, null for those who are banned from everything
     */
    Uni<BanList> bans(@Nullable String chatChannelCid);

    /** Throws a user out of a call and keeps them out of it, of this call alone. Idempotent. */
    Uni<Void> block(CallId call, String userId);

    /** Throws a user out of a call. With a token that is good they may come back. Idempotent. */
    Uni<Void> throwOut(CallId call, String userId);

    /** Lets a user in again. Idempotent. */
    Uni<Void> unblock(CallId call, String userId);

    /** Where a call can be watched without joining it; empty when the provider makes no such stream. Safe to repeat. */
    Uni<Optional<String>> hlsAddress(CallId call);

    /**
     * Makes a token with which a viewer's page connects to video and chat. Local, no call.
     *
     * @param issuedAt what a revocation compares with
     */
    String viewerToken(String userId, Instant issuedAt, Instant expiresAt);

    /** Declares every token of this user that was issued before {@code issuedBefore} invalid. Idempotent. */
    Uni<Void> revokeViewerTokens(String userId, Instant issuedBefore);

    /** The type of the calls that Onstage makes. Local, no call. */
    String callType();

    /** The public half of the credentials, which a viewer's page needs beside its token. Local, no call. */
    String publicKey();

    /** What somebody is in a chat channel. */
    enum ChatRole {
        /** Reads. */
        NONE,
        /** Writes. */
        MEMBER,
        /** Writes, and looks after what others write. */
        MODERATOR
    }

    /**
     * A ban.
     *
     * @param expiresAt null for ever
     */
    record ChatBan(
            String userId, Instant bannedAt, @Nullable Instant expiresAt) {}

    /**
     * The bans that the provider shows.
     *
     * @param complete false when there are more than it lets read: then who is missing may be banned all the same
     */
    record BanList(List<ChatBan> bans, boolean complete) {}

    /**
     * A call at the provider.
     *
     * @param type call type
     * @param id id within the type
     */
    record CallId(String type, String id) {
        /** The form used in events, {@code type:id}. */
        public String cid() {
            return type + ":" + id;
        }

        /** Reads {@code type:id}. */
        public static CallId parse(String cid) {
            int colon = cid.indexOf(':');
            if (colon < 1 || colon == cid.length() - 1) {
                throw new IllegalArgumentException("Not a call cid: " + cid);
            }
            return new CallId(cid.substring(0, colon), cid.substring(colon + 1));
        }
    }

    /**
     * A call as the provider describes it.
     *
     * @param call which one
     * @param backstage true while viewers are kept out
     * @param updatedAt the provider's version of the call, nanosecond precision: compare, never compute with it
     * @param endedAt set once it was ended for good; it can never go live again
     * @param createdBy the user who made it, null when the provider does not tell
     * @param rtmpAddress where the encoder connects
     * @param session the provider's session, open or last; null when there was none
     */
    record ProviderCall(
            CallId call,
            boolean backstage,
            Instant updatedAt,
            @Nullable Instant endedAt,
            @Nullable String createdBy,
            String rtmpAddress,
            @Nullable ProviderSession session) {

        /** Whether the provider names another than this user as the one who made it, and who therefore rules it. */
        public boolean isMadeByAnother(String userId) {
            return createdBy != null && !createdBy.equals(userId);
        }
    }

    /**
     * The provider's session of a call.
     *
     * @param id the provider's session id
     * @param open false once it ended
     * @param startedAt when the first participant joined
     * @param endedAt when it was closed
     * @param liveStartedAt when the call last went live within it
     * @param liveEndedAt when it last returned to backstage within it
     * @param countsByRole participants by call role, the broadcaster included
     * @param anonymousCount participants without identity
     */
    record ProviderSession(
            String id,
            boolean open,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant liveStartedAt,
            @Nullable Instant liveEndedAt,
            java.util.Map<String, Integer> countsByRole,
            int anonymousCount) {}

    /** One stay in a call. {@code leftAt} is null while it lasts. */
    record ProviderParticipant(
            String userSessionId,
            String userId,
            @Nullable String displayName,
            @Nullable String role,
            Instant joinedAt,
            @Nullable Instant leftAt,
            @Nullable String publisherType) {}

    /**
     * Who is in a call, all of it taken from one answer: numbers of two answers may belong to two moments, between which
     * somebody came or went.
     *
     * @param stays the stays of the user that was asked for
     * @param session the provider's session with its counts, null when the answer did not show it
     * @param askedAt when the request was sent, our clock
     * @param answeredAt when the answer was read, our clock
     */
    record Attendance(
            List<ProviderParticipant> stays, @Nullable ProviderSession session, Instant askedAt, Instant answeredAt) {}

    /** A page of stays; {@code next} is null on the last. */
    record ParticipantSessionsPage(
            List<ProviderParticipant> participants,
            @Nullable String next) {}

    /**
     * What to provision.
     *
     * @param call the call to get or create
     * @param chatChannelId the chat channel's id within Onstage's own channel type
     * @param broadcasterUserId the dedicated provider user of the encoder
     * @param broadcasterName display name
     * @param title the channel's title
     * @param inactivityTimeout when the provider closes an empty session, 5 s to 900 s
     */
    record ProvisionCommand(
            CallId call,
            String chatChannelId,
            String broadcasterUserId,
            String broadcasterName,
            String title,
            Duration inactivityTimeout) {}

    /** What was provisioned: the call and the chat channel's cid. */
    record ProvisionedCall(ProviderCall call, String chatChannelCid) {}
}
