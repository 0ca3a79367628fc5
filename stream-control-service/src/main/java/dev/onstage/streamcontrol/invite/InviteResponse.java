package dev.onstage.streamcontrol.invite;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invite as those see it who may invite.
 *
 * @param email whose alone it is, absent for a link
 * @param state whether it can be accepted
 * @param accepted who accepted it, the latest first, at most a hundred
 * @param code what it is accepted with; only in the answer that made it, and shown nowhere again
 * @param link the page that accepts it; like the code
 * @param mail what became of the mail; absent for a link, and when it is listed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InviteResponse(
        UUID inviteId,
        String channelId,
        InvitedAs role,
        @Nullable String email,
        State state,
        int uses,
        int maxUses,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        List<Accepted> accepted,
        @Nullable String code,
        @Nullable String link,
        InvitationMail.@Nullable Outcome mail) {

    /** Whether it can be accepted, and why not. */
    enum State {
        OPEN,
        USED_UP,
        EXPIRED,
        REVOKED
    }

    /**
     * Somebody who accepted it.
     *
     * @param endedAt when that was ended, absent while it holds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(
            UUID accountId,
            String name,
            Instant acceptedAt,
            @Nullable Instant endedAt) {}

    static InviteResponse listed(Invite invite, List<Accepted> accepted, Instant now) {
        return of(invite, accepted, now, null, null, null);
    }

    static InviteResponse created(
            Invite invite, Instant now, InviteCode code, String link, InvitationMail.@Nullable Outcome mail) {
        return of(invite, List.of(), now, code.shown(), link, mail);
    }

    private static InviteResponse of(
            Invite invite,
            List<Accepted> accepted,
            Instant now,
            @Nullable String code,
            @Nullable String link,
            InvitationMail.@Nullable Outcome mail) {
        return new InviteResponse(
                invite.inviteId(),
                invite.channelId(),
                invite.role(),
                invite.email(),
                state(invite, now),
                invite.uses(),
                invite.maxUses(),
                invite.createdAt(),
                invite.expiresAt(),
                invite.revokedAt(),
                accepted,
                code,
                link,
                mail);
    }

    private static State state(Invite invite, Instant now) {
        if (invite.revokedAt() != null) {
            return State.REVOKED;
        }
        if (invite.uses() >= invite.maxUses()) {
            return State.USED_UP;
        }
        return now.isBefore(invite.expiresAt()) ? State.OPEN : State.EXPIRED;
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "InviteResponse[" + inviteId + "]";
    }
}
