package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.support.access.Scope;
import dev.onstage.support.access.SignInOptional;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class AccessAndProblemsTest {
    private static final String COOKIE = "onstage_access";

    @Inject
    RevokedSessions revoked;

    @Test
    void shouldKnowThePersonByBearerTokenAndByCookie() {
        String token = TestTokens.user("a-1").broadcasterOf("main").sign();

        given().auth()
                .oauth2(token)
                .get("/try/signed-in")
                .then()
                .statusCode(200)
                .body(at("accountId", equalTo("a-1")));
        given().cookie(COOKIE, token)
                .get("/try/signed-in")
                .then()
                .statusCode(200)
                .body(at("name", equalTo("Test a-1")));
        given().auth().oauth2(token).get("/try/broadcaster").then().statusCode(200);
        given().auth().oauth2(token).get("/try/user-role").then().statusCode(200);
    }

    @Test
    void shouldAskForASignInWithoutAToken() {
        problem(given().get("/try/signed-in").then(), 401, "unauthenticated");
        problem(given().get("/try/user-role").then(), 401, "unauthenticated");
    }

    @Test
    void shouldRefuseTokensThatAreNotOurs() {
        String good = TestTokens.viewer();
        String expired =
                TestTokens.user("a").expiringAt(Instant.now().minusSeconds(60)).sign();
        String foreign = TestTokens.user("a").issuedBy("somebody").sign();
        String changed = good.substring(0, good.length() - 6) + "AAAAAA";
        String unsigned = "eyJhbGciOiJub25lIiwia2lkIjoidGVzdC1rZXkifQ.eyJzdWIiOiJhIiwiaXNzIjoib25zdGFnZSJ9.";

        problem(signedInWith(expired), 401, "unauthenticated").body(at("detail", containsString("expired")));
        problem(signedInWith(foreign), 401, "unauthenticated");
        problem(signedInWith(changed), 401, "unauthenticated");
        problem(signedInWith(unsigned), 401, "unauthenticated");
        problem(signedInWith("nonsense"), 401, "unauthenticated");
    }

    @Test
    void shouldServePublicPagesWhateverTokenComesAlong() {
        String expired =
                TestTokens.user("a").expiringAt(Instant.now().minusSeconds(60)).sign();

        given().cookie(COOKIE, expired).get("/try/public").then().statusCode(200);
        given().cookie(COOKIE, "nonsense")
                .get("/try/optional")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(false)));
        given().cookie(COOKIE, TestTokens.viewer()).get("/try/optional").then().body(at("signedIn", equalTo(true)));
    }

    @Test
    void shouldTellABroadcasterFromAnybodyElse() {
        problem(
                given().auth()
                        .oauth2(TestTokens.viewer())
                        .get("/try/broadcaster")
                        .then(),
                403,
                "forbidden");
        problem(
                given().auth()
                        .oauth2(TestTokens.broadcaster("other"))
                        .get("/try/broadcaster")
                        .then(),
                403,
                "forbidden");
        problem(
                given().auth()
                        .oauth2(TestTokens.user("m").moderatorOf("main").sign())
                        .get("/try/broadcaster")
                        .then(),
                403,
                "forbidden");
        problem(
                given().auth()
                        .oauth2(TestTokens.broadcaster("main"))
                        .get("/try/operator")
                        .then(),
                403,
                "forbidden");
        given().auth()
                .oauth2(TestTokens.user("o").operator().sign())
                .get("/try/operator")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldRefuseToActForALoginSessionThatHasEnded() {
        String stays = TestTokens.user("stays").broadcasterOf("main").operator().sign();
        String leaves =
                TestTokens.user("leaves").broadcasterOf("main").operator().sign();

        revoked.revoke("login-leaves", Duration.ofMinutes(1)).await().atMost(Duration.ofMinutes(1));

        for (String path : List.of("signed-in", "broadcaster", "operator", "user-role", "private", "events")) {
            given().auth().oauth2(stays).get("/try/" + path).then().statusCode(200);
            problem(given().auth().oauth2(leaves).get("/try/" + path).then(), 401, "unauthenticated")
                    .body(at("detail", containsString("signed out")))
                    .body(at("fix", equalTo("Sign in again.")));
        }
        given().auth()
                .oauth2(leaves)
                .get("/try/optional")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(false)));
        given().auth().oauth2(leaves).get("/try/public").then().statusCode(200);
    }

    @Test
    void shouldAskForARefreshOnceARoleIsLost() {
        String before = TestTokens.user("demoted").withRolesOf(6).operator().sign();
        String after = TestTokens.user("demoted").withRolesOf(7).sign();

        revoked.rolesChanged("demoted", 7, Duration.ofMinutes(1)).await().atMost(Duration.ofMinutes(1));

        problem(given().auth().oauth2(before).get("/try/operator").then(), 401, "unauthenticated")
                .body(at("fix", equalTo("Refresh the access token.")));
        problem(given().auth().oauth2(after).get("/try/operator").then(), 403, "forbidden");
        given().auth().oauth2(after).get("/try/signed-in").then().statusCode(200);
    }

    @Test
    void shouldLetNobodyPastALoginThatHasReachedItsEnd() {
        String over = TestTokens.user("over")
                .loginEndingAt(Instant.now().minusSeconds(1))
                .sign();

        problem(given().auth().oauth2(over).get("/try/private").then(), 401, "unauthenticated");
    }

    @Test
    void shouldKeepEverybodyOutOfWhatIsForThoseWhoAreSignedIn() {
        for (String path : List.of("private", "events")) {
            problem(given().get("/try/" + path).then(), 401, "unauthenticated");
        }
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"name\":")
                        .post("/try/private")
                        .then(),
                401,
                "unauthenticated");
        given().auth().oauth2(TestTokens.viewer()).get("/try/private").then().statusCode(200);
    }

    @Test
    void shouldRefuseARoleThatIsMissingBeforeTheBodyIsRead() {
        for (String body : List.of("{}", "{\"name\":", "[]")) {
            problem(owned(TestTokens.viewer(), body), 403, "forbidden");
            problem(owned(TestTokens.broadcaster("other"), body), 403, "forbidden");
            owned(TestTokens.broadcaster("main"), body).statusCode(400);
        }
        problem(
                given().auth()
                        .oauth2(TestTokens.broadcaster("main"))
                        .get("/try/operators")
                        .then(),
                403,
                "forbidden");
        given().auth()
                .oauth2(TestTokens.user("o").operator().sign())
                .get("/try/operators")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldLetInTheOwnersAndTheModeratorsOfThatChannelAlone() {
        String operator = TestTokens.user("o").operator().sign();
        String moderator = TestTokens.user("m").moderatorOf("main").sign();
        String elsewhere = TestTokens.user("e").moderatorOf("other").sign();
        String unknown = TestTokens.viewer();

        for (String token : List.of(operator, TestTokens.broadcaster("main"))) {
            of("for-owners", token).statusCode(200);
            of("for-moderators", token).statusCode(200);
        }
        problem(of("for-owners", moderator), 403, "forbidden");
        of("for-moderators", moderator).statusCode(200);
        for (String token : List.of(elsewhere, TestTokens.broadcaster("other"), unknown)) {
            problem(of("for-owners", token), 403, "forbidden");
            problem(of("for-moderators", token), 403, "forbidden");
        }
        problem(given().get("/try/main/for-owners").then(), 401, "unauthenticated");
        problem(given().get("/try/main/for-moderators").then(), 401, "unauthenticated");
    }

    private static ValidatableResponse of(String whom, String token) {
        return given().auth().oauth2(token).get("/try/main/" + whom).then();
    }

    private static ValidatableResponse owned(String token, String body) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/try/main/owned")
                .then();
    }

    @Test
    void shouldLetAnApiTokenReachNothingButWhatItIsFor() {
        String stats = scoped("stats:read");
        String deliveries = scoped("deliveries:read");
        String end = scoped("broadcast:end");

        given().auth().oauth2(stats).get("/try/main/figures").then().statusCode(200);
        given().auth().oauth2(deliveries).get("/try/main/figures").then().statusCode(200);
        for (String token : List.of(end, scoped(), scoped("stats:readx", "STATS:READ"))) {
            problem(given().auth().oauth2(token).get("/try/main/figures").then(), 403, "forbidden")
                    .body(at("fix", containsString("deliveries:read or stats:read")));
        }
        for (String path : List.of("signed-in", "private", "operator", "operators", "broadcaster", "events")) {
            problem(given().auth().oauth2(stats).get("/try/" + path).then(), 403, "forbidden");
        }
        given().auth().oauth2(stats).get("/try/optional").then().statusCode(200).body(at("signedIn", equalTo(false)));
    }

    @Test
    void shouldLetAnApiTokenDoNoMoreThanItsOwner() {
        String token = TestTokens.user("v").withScopes("stats:read").sign();

        problem(given().auth().oauth2(token).get("/try/main/figures").then(), 403, "forbidden");
    }

    private static String scoped(String... scopes) {
        return TestTokens.user("owner")
                .broadcasterOf("main")
                .operator()
                .withScopes(scopes)
                .sign();
    }

    @Test
    void shouldAnswerAProblemWithItsMembers() {
        problem(given().get("/try/refused").then(), 503, "provider-unavailable")
                .header("Retry-After", "7")
                .body(at("title", equalTo("GetStream does not answer")))
                .body(at("detail", equalTo("No answer within 3 s.")))
                .body(at("fix", equalTo("Wait.")))
                .body(at("instance", equalTo("/try/refused")));
    }

    @Test
    void shouldNameTheFieldThatIsNotValid() {
        problem(post("{\"name\":\" \"}"), 400, "invalid-request")
                .body(at("errors[0].field", equalTo("name")))
                .body(at("detail", containsString("name")));
        problem(given().queryParam("days", 400).get("/try/days").then(), 400, "invalid-request")
                .body(at("errors[0].field", equalTo("days")));
    }

    @Test
    void shouldExplainWhatCannotBeRead() {
        problem(post("{\"name\":"), 400, "invalid-request").body(at("detail", containsString("JSON")));
        problem(post("{\"name\":{\"secret\":1}}"), 400, "invalid-request")
                .body(at("detail", containsString("name")))
                .body(at("detail", not(containsString("secret"))));
        problem(
                given().contentType(ContentType.TEXT)
                        .body("x")
                        .post("/try/named")
                        .then(),
                415,
                "unsupported-media-type");
        problem(given().get("/try/named").then(), 405, "method-not-allowed");
        problem(given().get("/nothing/here").then(), 404, "not-found");
    }

    @Test
    void shouldGiveNothingAwayWhenSomethingUnexpectedHappens() {
        problem(given().get("/try/accident").then(), 500, "internal")
                .body(at("detail", not(containsString("password"))));
        problem(given().get("/try/late-accident").then(), 500, "internal");
    }

    private static ValidatableResponse signedInWith(String token) {
        return given().cookie(COOKIE, token).get("/try/signed-in").then();
    }

    private static ValidatableResponse post(String json) {
        return given().contentType(ContentType.JSON)
                .body(json)
                .post("/try/named")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/" + slug)))
                .body(at("status", equalTo(status)));
    }

    /** A request with one required field. */
    public record Named(@NotBlank String name) {}

    /** Endpoints to try. */
    @Path("/try")
    @AllowedTo(Caller.SIGNED_IN)
    public static class TryResource {
        @Inject
        ChannelAccess access;

        @GET
        @Path("signed-in")
        public Uni<Map<String, String>> signedIn() {
            var person = access.requireSignedIn();
            return Uni.createFrom().item(Map.of("accountId", person.accountId(), "name", person.name()));
        }

        @GET
        @Path("optional")
        @SignInOptional
        public Uni<Map<String, Boolean>> optional() {
            return Uni.createFrom().item(Map.of("signedIn", access.signedIn().isPresent()));
        }

        @GET
        @Path("public")
        @PermitAll
        public Uni<String> open() {
            return Uni.createFrom().item("open");
        }

        @GET
        @Path("broadcaster")
        public Uni<String> broadcaster() {
            return Uni.createFrom().item(access.requireBroadcaster("main").accountId());
        }

        @POST
        @Path("{channelId}/owned")
        @Consumes("application/json")
        @AllowedTo(Caller.BROADCASTER)
        public Uni<Named> owned(String channelId, @Valid Named named) {
            return Uni.createFrom().item(named);
        }

        @GET
        @Path("{channelId}/for-owners")
        @AllowedTo(Caller.OWNER)
        public Uni<String> forOwners(String channelId) {
            return Uni.createFrom().item(channelId);
        }

        @GET
        @Path("{channelId}/for-moderators")
        @AllowedTo(Caller.MODERATOR)
        public Uni<String> forModerators(String channelId) {
            return Uni.createFrom().item(channelId);
        }

        @GET
        @Path("{channelId}/figures")
        @AllowedTo(Caller.BROADCASTER)
        @OpenToTokens({Scope.STATS_READ, Scope.DELIVERIES_READ})
        public Uni<String> figures(String channelId) {
            return Uni.createFrom().item("figures");
        }

        @GET
        @Path("operators")
        @AllowedTo(Caller.OPERATOR)
        public Uni<String> operators() {
            return Uni.createFrom().item("operators");
        }

        @GET
        @Path("operator")
        public Uni<String> operator() {
            return Uni.createFrom().item(access.requireOperator().accountId());
        }

        @GET
        @Path("private")
        public Uni<String> closed() {
            return Uni.createFrom().item("private");
        }

        @POST
        @Path("private")
        @Consumes("application/json")
        public Uni<Named> closed(@Valid Named named) {
            return Uni.createFrom().item(named);
        }

        @GET
        @Path("events")
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public Multi<String> events() {
            return Multi.createFrom().item("private");
        }

        @GET
        @Path("user-role")
        @RolesAllowed("user")
        public Uni<String> userRole() {
            return Uni.createFrom().item("user");
        }

        @GET
        @Path("refused")
        @PermitAll
        public Uni<String> refused() {
            return Uni.createFrom()
                    .failure(new ProblemException(ProblemType.PROVIDER_UNAVAILABLE, "No answer within 3 s.")
                            .with(ProblemException.RETRY_AFTER_SECONDS, 7)
                            .fix("Wait."));
        }

        @POST
        @Path("named")
        @PermitAll
        @Consumes("application/json")
        public Uni<Named> named(@Valid Named named) {
            return Uni.createFrom().item(named);
        }

        @GET
        @Path("days")
        @PermitAll
        public Uni<Integer> days(@QueryParam("days") @Max(365) int days) {
            return Uni.createFrom().item(days);
        }

        @GET
        @Path("accident")
        @PermitAll
        public Uni<String> accident() {
            throw new IllegalStateException("password=hunter2");
        }

        @GET
        @Path("late-accident")
        @PermitAll
        public Uni<String> lateAccident() {
            return Uni.createFrom().failure(new IllegalStateException("password=hunter2"));
        }
    }
}
