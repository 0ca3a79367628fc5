package dev.onstage.simulator.getstream.app;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The app's settings besides its hooks. */
public final class AppSettings {

    private static final String CURRENT_PERMISSIONS = "v2";

    private String name = "GetStream simulator";
    private boolean guestUserCreationDisabled;
    private boolean authChecksDisabled;
    private boolean permissionsChecksDisabled;
    private String permissionVersion = CURRENT_PERMISSIONS;
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

    /** Kept and answered; tokens are checked all the same. */
    boolean authChecksDisabled() {
        return authChecksDisabled;
    }

    void authChecksDisabled(boolean disabled) {
        authChecksDisabled = disabled;
    }

    /** Whether grants count; where they do not, everybody may do everything in calls and channels. */
    public boolean permissionsChecked() {
        return !permissionsChecksDisabled;
    }

    void permissionsChecksDisabled(boolean disabled) {
        permissionsChecksDisabled = disabled;
    }

    /** {@code v1} or {@code v2}; kept and answered, permissions are those of v2. */
    String permissionVersion() {
        return permissionVersion;
    }

    void permissionVersion(String version) {
        permissionVersion = version;
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
            boolean guestUserCreationDisabled,
            @Nullable Instant revokeTokensIssuedBefore,
            boolean authChecksDisabled,
            boolean permissionsChecksDisabled,
            @Nullable String permissionVersion) {}

    /** What the simulator's file keeps. */
    public Saved saved() {
        return new Saved(
                guestUserCreationDisabled,
                revokeTokensIssuedBefore,
                authChecksDisabled,
                permissionsChecksDisabled,
                permissionVersion);
    }

    /** Takes back what {@link #saved} gave. */
    public void restore(Saved saved) {
        guestUserCreationDisabled = saved.guestUserCreationDisabled();
        revokeTokensIssuedBefore = saved.revokeTokensIssuedBefore();
        authChecksDisabled = saved.authChecksDisabled();
        permissionsChecksDisabled = saved.permissionsChecksDisabled();
        permissionVersion = Objects.requireNonNullElse(saved.permissionVersion(), CURRENT_PERMISSIONS);
    }
}
