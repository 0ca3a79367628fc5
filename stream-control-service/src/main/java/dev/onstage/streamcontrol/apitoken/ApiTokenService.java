package dev.onstage.streamcontrol.apitoken;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.FreshSignIns;
import dev.onstage.streamcontrol.account.ScopedTokens;
import dev.onstage.streamcontrol.account.ScopedTokens.ScopedToken;
import dev.onstage.streamcontrol.account.SignOuts;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Making, listing, revoking and exchanging API tokens. */
@ApplicationScoped
class ApiTokenService {

    private static final int MOST_OF_AN_ACCOUNT = 50;
    private static final int PAGE = 200;

    private final Pool pool;
    private final ApiTokenRepository tokens;
    private final ExchangeAttempts attempts;
    private final ScopedTokens accessTokens;
    private final FreshSignIns freshSignIns;
    private final SignOuts signOuts;

    ApiTokenService(
            Pool pool,
            ApiTokenRepository tokens,
            ExchangeAttempts attempts,
            ScopedTokens accessTokens,
            FreshSignIns freshSignIns,
            SignOuts signOuts) {
        this.pool = pool;
        this.tokens = tokens;
        this.attempts = attempts;
        this.accessTokens = accessTokens;
        this.freshSignIns = freshSignIns;
        this.signOuts = signOuts;
    }

    /** A token with its secret, which is at hand this once. */
    record Made(ApiToken token, ApiTokenSecret secret) {}

    /** Makes a token for a part of what this person may do. It outlives the login, so that has to be a fresh one. */
    Uni<Made> create(SignedIn person, CreateTokenRequest request) {
        List<String> scopes = scopes(request.scopes());
        List<String> channels = channels(person, request.channels());
        UUID owner = UUID.fromString(person.accountId());
        UUID tokenId = UuidCreator.getTimeOrderedEpoch();
        ApiTokenSecret secret = ApiTokenSecret.random();
        return pool.withTransaction(tx -> tokens.lockOwner(tx, owner)
                        .chain(() -> freshSignIns.require(tx, person))
                        .chain(() -> tokens.countGood(tx, owner))
                        .invoke(ApiTokenService::refuseOneTooMany)
                        .chain(() -> tokens.insert(
                                tx,
                                tokenId,
                                owner,
                                VisibleText.trimmed(request.name()),
                                secret,
                                scopes,
                                channels,
                                Duration.ofDays(request.expiresInDays()))))
                .chain(() -> tokens.find(tokenId))
                .map(made -> new Made(made.orElseThrow(), secret));
    }

    private static List<String> scopes(List<String> asked) {
        List<String> unknown =
                asked.stream().filter(scope -> Scope.of(scope).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw invalid("scopes", "names a scope that does not exist");
        }
        return asked.stream().distinct().sorted().toList();
    }

    private static @Nullable List<String> channels(SignedIn person, @Nullable List<String> asked) {
        if (asked == null) {
            if (person.channels().isEmpty() && !person.isOperator()) {
                throw new ProblemException(ProblemType.FORBIDDEN, "You have no role that a token could use.")
                        .fix("Ask an operator of this install for a role.");
            }
            return null;
        }
        List<String> named = asked.stream().distinct().sorted().toList();
        if (!person.channels().keySet().containsAll(named)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "You have no role on one of these channels.")
                    .fix("Name channels of yours; one created a moment ago needs a refreshed access token.");
        }
        return named;
    }

    private static ProblemException invalid(String field, String sentence) {
        return new ProblemException(ProblemType.INVALID_REQUEST, field + " " + sentence + ".")
                .with("errors", List.of(Map.of("field", field, "message", sentence)))
                .fix("Send one or more of: "
                        + String.join(
                                ", ",
                                List.of(Scope.values()).stream()
                                        .map(Scope::text)
                                        .toList())
                        + ".");
    }

    private static void refuseOneTooMany(long good) {
        if (good >= MOST_OF_AN_ACCOUNT) {
            throw new ProblemException(
                            ProblemType.CONFLICT, "You have " + MOST_OF_AN_ACCOUNT + " API tokens, and no more fit in.")
                    .fix("Revoke one that nobody uses.");
        }
    }

    /** This person's, then everybody else's for an operator. */
    Uni<ApiTokenPage> list(SignedIn person, @Nullable UUID after) {
        return tokens.list(UUID.fromString(person.accountId()), person.isOperator(), after, PAGE + 1)
                .map(found -> ApiTokenPage.of(found, PAGE));
    }

    /** Revokes a token of this person, or anybody's for an operator. Access tokens that it was exchanged for end too. */
    Uni<Void> revoke(SignedIn person, UUID tokenId) {
        return pool.withTransaction(tx -> tokens.revoke(tx, tokenId, ownedBy(person))
                        .onItem()
                        .ifNull()
                        .failWith(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such API token."))
                        .chain(owner -> signOuts.announce(tx, owner, tokenId)))
                .chain(() -> signOuts.tell(List.of(tokenId)));
    }

    private static @Nullable UUID ownedBy(SignedIn person) {
        return person.isOperator() ? null : UUID.fromString(person.accountId());
    }

    /** What an API token was exchanged for. */
    record Exchanged(ApiToken token, ScopedToken accessToken) {}

    /**
     * Exchanges a token for an access token of its owner. A network that sends wrong ones has to wait, but a good one never: nobody
     * can keep a program from ending a stream by sending nonsense beside it.
     *
     * @param source where the request comes from
     */
    Uni<Exchanged> exchange(String text, String source) {
        Uni<Optional<ApiToken>> found = ApiTokenSecret.parse(text)
                .map(tokens::findGood)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return found.chain(token -> token.map(good -> exchange(good, source)).orElseGet(() -> wrong(source)));
    }

    private Uni<Exchanged> exchange(ApiToken token, String source) {
        return accessTokens
                .issue(token.grant())
                .call(issued -> issued.isPresent()
                        ? tokens.used(token.tokenId(), source)
                        : Uni.createFrom().voidItem())
                .chain(issued -> issued.map(accessToken -> Uni.createFrom().item(new Exchanged(token, accessToken)))
                        .orElseGet(() -> wrong(source)));
    }

    /** The same for one that never was, has expired, or was revoked. */
    private <T> Uni<T> wrong(String source) {
        return attempts.requireNoWait(source)
                .chain(() -> attempts.failed(source))
                .chain(() -> Uni.createFrom()
                        .failure(new ProblemException(
                                        ProblemType.UNAUTHENTICATED, "This is no API token that can be used.")
                                .fix("Make one in the dashboard, or look there whether it has expired.")));
    }
}
