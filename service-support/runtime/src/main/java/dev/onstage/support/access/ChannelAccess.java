package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What the person behind the current request may do, by their access token: cookie {@value AccessTokenMechanism#COOKIE}
 * or {@code Authorization: Bearer}. To be used within a request; never blocks.
 *
 * <p>Whoever gets as far as a resource method is signed in and their login holds: {@link IdentityFilter} sees to that, and
 * {@link RoleFilter} to the role that {@link AllowedTo} asks for. What is left to ask here is what depends on more than the
 * address. On methods marked {@code @PermitAll} nobody is signed in, since tokens are not looked at
 * there; on those marked {@link SignInOptional} an unusable token (expired, forged, signed out) counts as none.
 */
@ApplicationScoped
public class ChannelAccess {
    private static final String SIGN_IN = "Sign in, or refresh the access token.";
    private static final int KEYS_RETRY_SECONDS = 2;

    private final SecurityIdentity identity;

    ChannelAccess(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The person, empty when nobody is signed in. */
    public Optional<SignedIn> signedIn() {
        return Optional.ofNullable(identity.getAttribute(AccessTokenMechanism.SIGNED_IN));
    }

    /** When the access token of the request ends; empty when nobody is signed in. */
    public Optional<Instant> tokenEndsAt() {
        return identity.getPrincipal() instanceof JsonWebToken token
                ? Optional.of(Instant.ofEpochSecond(token.getExpirationTime()))
                : Optional.empty();
    }

    /** The person; {@link ProblemType#UNAUTHENTICATED} when nobody is signed in. */
    public SignedIn requireSignedIn() {
        return signedIn().orElseThrow(() -> unauthenticated(identity));
    }

    /** The person, if they own the channel; else {@link ProblemType#FORBIDDEN}, whether the channel exists or not. */
    public SignedIn requireBroadcaster(String channelId) {
        return requireBroadcaster(requireSignedIn(), channelId);
    }

    /**
     * The same for somebody asked for earlier in the request, when what they want to see had to be looked up to know whose it
     * is.
     */
    public static SignedIn requireBroadcaster(SignedIn person, String channelId) {
        if (!person.isBroadcaster(channelId)) {
            throw new ProblemException(
                            ProblemType.FORBIDDEN, "Only the broadcaster of the channel " + channelId + " may do that.")
                    .fix("Sign in as its broadcaster; a channel created a moment ago needs a refreshed access token.");
        }
        return person;
    }

    /** The person, if they own the channel or run the install; else {@link ProblemType#FORBIDDEN}. */
    public SignedIn requireOwner(String channelId) {
        SignedIn person = requireSignedIn();
        return person.isOperator() ? person : requireBroadcaster(person, channelId);
    }

    /** The person, if they moderate the channel, own it, or run the install; else {@link ProblemType#FORBIDDEN}. */
    public SignedIn requireModerator(String channelId) {
        SignedIn person = requireSignedIn();
        if (!person.isModerator(channelId) && !person.isOperator()) {
            throw new ProblemException(
                            ProblemType.FORBIDDEN,
                            "Only the broadcaster and the moderators of the channel " + channelId + " may do that.")
                    .fix("Sign in as one of them; a role that was given a moment ago needs a refreshed access token.");
        }
        return person;
    }

    /** The person, if they run the install; else {@link ProblemType#FORBIDDEN}. */
    public SignedIn requireOperator() {
        SignedIn person = requireSignedIn();
        if (!person.isOperator()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only an operator of this install may do that.")
                    .fix("Sign in as an operator.");
        }
        return person;
    }

    /** Why a request with this identity has nobody behind it, and what to do. */
    static ProblemException unauthenticated(SecurityIdentity identity) {
        TokenProblem problem = identity.getAttribute(AccessTokenMechanism.TOKEN_PROBLEM);
        if (problem == TokenProblem.KEYS_UNAVAILABLE) {
            return new ProblemException(
                            ProblemType.OVERLOADED, "The access token cannot be checked: its keys are not at hand yet.")
                    .with(ProblemException.RETRY_AFTER_SECONDS, KEYS_RETRY_SECONDS)
                    .fix("Try again; if it goes on, check that stream-control runs.");
        }
        String detail = problem == null
                ? "This needs a signed-in person."
                : problem == TokenProblem.EXPIRED
                        ? "The access token has expired."
                        : "The access token is not one of this install.";
        return new ProblemException(ProblemType.UNAUTHENTICATED, detail).fix(SIGN_IN);
    }
}
