package dev.onstage.support.access;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the person behind the current request may do, by their access token: cookie {@value AccessTokenMechanism#COOKIE}
 * or {@code Authorization: Bearer}. To be used within a request; never blocks.
 *
 * <p>An unusable token (expired, forged) counts as none until something here requires one: public pages must not break
 * because of an old cookie. On resource methods marked {@code @PermitAll} tokens are not looked at, so nobody is signed in.
 *
 * <p>An access token stays good for some minutes after its login session has ended. Whatever changes something, or shows
 * what is kept from others, asks by the methods named {@code …Now}, which also know the sessions that have ended.
 */
@ApplicationScoped
public class ChannelAccess {
    private static final String SIGN_IN = "Sign in, or refresh the access token.";
    private static final int KEYS_RETRY_SECONDS = 2;

    private final SecurityIdentity identity;
    private final RevokedSessions revoked;

    ChannelAccess(SecurityIdentity identity, RevokedSessions revoked) {
        this.identity = identity;
        this.revoked = revoked;
    }

    /** The person, empty when nobody is signed in. */
    public Optional<SignedIn> signedIn() {
        return Optional.ofNullable(identity.getAttribute(AccessTokenMechanism.SIGNED_IN));
    }

    /** The person; {@link ProblemType#UNAUTHENTICATED} when nobody is signed in. */
    public SignedIn requireSignedIn() {
        return signedIn().orElseThrow(this::unauthenticated);
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

    /** The person, if they run the install; else {@link ProblemType#FORBIDDEN}. */
    public SignedIn requireOperator() {
        SignedIn person = requireSignedIn();
        if (!person.isOperator()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only an operator of this install may do that.")
                    .fix("Sign in as an operator.");
        }
        return person;
    }

    /** As {@link #requireSignedIn()}, if the login session has not ended; else {@link ProblemType#UNAUTHENTICATED}. */
    public Uni<SignedIn> requireSignedInNow() {
        return now(this::requireSignedIn);
    }

    /** As {@link #requireBroadcaster}, if the login session has not ended; else {@link ProblemType#UNAUTHENTICATED}. */
    public Uni<SignedIn> requireBroadcasterNow(String channelId) {
        return now(() -> requireBroadcaster(channelId));
    }

    /** As {@link #requireOperator()}, if the login session has not ended; else {@link ProblemType#UNAUTHENTICATED}. */
    public Uni<SignedIn> requireOperatorNow() {
        return now(this::requireOperator);
    }

    /**
     * Whether the login session of somebody has ended since they were asked for: for what goes on longer than an access token
     * is good, such as a stream of events. False while Redis is away; never fails.
     */
    public Uni<Boolean> hasSignedOut(SignedIn person) {
        return revoked.isRevoked(person.loginSession());
    }

    /** The identity is the request's, so it is asked here and not when somebody subscribes. */
    private Uni<SignedIn> now(Supplier<SignedIn> required) {
        SignedIn person = required.get();
        return revoked.isRevoked(person.loginSession()).map(ended -> {
            if (ended) {
                throw new ProblemException(
                                ProblemType.UNAUTHENTICATED, "This login session has ended: it was signed out.")
                        .fix("Sign in again.");
            }
            return person;
        });
    }

    private ProblemException unauthenticated() {
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
