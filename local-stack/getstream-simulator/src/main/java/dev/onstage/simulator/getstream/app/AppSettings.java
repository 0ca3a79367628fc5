package dev.onstage.simulator.getstream.app;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The app's settings besides its hooks. */
public final class AppSettings {

    private String name = "GetStream simulator";
    private boolean guestUserCreationDisabled;
    private @Nullable Instant revokeTokensIssuedBefore;
    private Runnable revoked = () -> {};

    /** {@code action} runs when the tokens of everybody were revoked. */
    public void whenTokensAreRevoked(Runnable action) {
        revoked = action;
    }

    String name() {
        return name;
    }

    /** Whether guests may be created. */
    public boolean guestsAllowed() {
        return !guestUserCreationDisabled;
    }

    void guestUserCreationDisabled(boolean disabled) {
        guestUserCreationDisabled = disabled;
    }

    /** User tokens with an older {@code iat} are refused. */
    public Optional<Instant> revokeTokensIssuedBefore() {
        return Optional.ofNullable(revokeTokensIssuedBefore);
    }

    void revokeTokensIssuedBefore(@Nullable Instant instant) {
        revokeTokensIssuedBefore = instant;
        revoked.run();
    }

    /** What the simulator's file keeps. */
    public record Saved(
            boolean guestUserCreationDisabled, @Nullable Instant revokeTokensIssuedBefore) {}

    /** What the simulator's file keeps. */
    public Saved saved() {
        return new Saved(guestUserCreationDisabled, revokeTokensIssuedBefore);
    }

    /** Takes back what {@link #saved} gave. */
    public void restore(Saved saved) {
        guestUserCreationDisabled = saved.guestUserCreationDisabled();
        revokeTokensIssuedBefore = saved.revokeTokensIssuedBefore();
    }
}
