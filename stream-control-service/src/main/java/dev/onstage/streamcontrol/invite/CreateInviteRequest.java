package dev.onstage.streamcontrol.invite;

import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom to invite. With an address only the account of that address may accept, once; without, whoever has the link, so often.
 *
 * @param role a viewer when it is left out
 * @param maxUses one when it is left out
 * @param days how long it can be accepted, a week when it is left out
 */
record CreateInviteRequest(
        @Nullable @Email @OneLine(max = 254) String email,
        @Nullable InvitedAs role,
        @Nullable @Min(1) @Max(100_000) Integer maxUses,
        @Nullable @Min(1) @Max(365) Integer days) {

    private static final int WEEK = 7;

    InvitedAs roleOrViewer() {
        return Objects.requireNonNullElse(role, InvitedAs.VIEWER);
    }

    int usesOrOne() {
        return email != null ? 1 : Objects.requireNonNullElse(maxUses, 1);
    }

    Duration lifetime() {
        return Duration.ofDays(Objects.requireNonNullElse(days, WEEK));
    }

    @Override
    public String toString() {
        return "CreateInviteRequest[" + role + "]";
    }
}
