package dev.onstage.streamcontrol.invite;

import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.streamcontrol.People.Person;
import dev.onstage.streamcontrol.account.AttemptWaits;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inviting, accepting and ending what was accepted, through the API. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class InvitesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    InviteService invites;

    private String channelId = "";

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from invite_attempts").executeAndAwait();
        channelId = People.channel();
    }

    @Test
    void shouldShowTheCodeOnceAndKeepNoneOfIt() {
        Json invite = People.invite(channelId, Map.of("maxUses", 3, "days", 2));

        String code = invite.getString("code");
        assertThat(code).hasSize(32);
        assertThat(invite.getString("link")).isEqualTo("http://127.0.0.1:8080/c/" + channelId + "#invite=" + code);
        assertThat(invite.get("mail")).isNull();
        asMara().get("/api/channels/" + channelId + "/invites")
                .then()
                .statusCode(200)
                .body(at("[0].maxUses", equalTo(3)))
                .body(at("[0].uses", equalTo(0)))
                .body(at("[0].state", equalTo("OPEN")))
                .body(at("[0].code", nullValue()))
                .body(at("[0].link", nullValue()));
        assertThat(pool.query("select channel_invites::text from channel_invites")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getString(0))
                .doesNotContain(code);
    }

    @Test
    void shouldSayWhetherTheMailWasSent() {
        Json invite = People.invite(channelId, Map.of("email", "lena@example.org", "maxUses", 9));

        assertThat(invite.getString("mail")).isEqualTo("sent");
        assertThat(invite.getString("code")).isNotEmpty();
        assertThat(invite.getInt("maxUses")).isOne();
    }

    @Test
    void shouldMakeAnAccountThatIsSignedInAndInvited() {
        Person person = People.signUp(People.code(channelId, Map.of()));

        person.asks()
                .get("/api/channels/" + channelId + "/viewer-access")
                .then()
                .statusCode(200)
                .body(at("isInvited", equalTo(true)))
                .body(at("rights.chat", equalTo(true)))
                .body(at("rights.moderate", equalTo(false)));
        person.asks()
                .get("/api/channels/main/viewer-access")
                .then()
                .body(at("isInvited", equalTo(false)))
                .body(at("rights.watch", equalTo(true)))
                .body(at("rights.chat", equalTo(false)));
        asMara().get("/api/channels/" + channelId + "/invites")
                .then()
                .body(at("[0].uses", equalTo(1)))
                .body(at("[0].state", equalTo("USED_UP")))
                .body(at("[0].accepted[0].accountId", equalTo(person.id())))
                .body(at("[0].accepted[0].acceptedAt", endsWith("Z")));
    }

    @Test
    void shouldAcceptForWhoeverIsSignedInAndTellThemTheSameAgain() {
        Person person = People.invited("main");
        String code = People.code(channelId, Map.of());

        for (int time = 0; time < 3; time++) {
            person.asks()
                    .post("/api/invites/" + code + "/accept")
                    .then()
                    .statusCode(200)
                    .body(at("channelId", equalTo(channelId)))
                    .body(at("role", equalTo("viewer")));
        }

        asMara().get("/api/channels/" + channelId + "/invites").then().body(at("[0].uses", equalTo(1)));
    }

    @Test
    void shouldTakeAnInviteByMailFromItsAddressAlone() {
        String email = "Lena-" + UUID.randomUUID() + "@Example.org";
        String code = People.code(channelId, Map.of("email", email));
        Person other = People.invited("main");

        other.asks().post("/api/invites/" + code + "/accept").then().statusCode(404);
        accept(code, "somebody-else@example.org", "192.0.2.1").then().statusCode(404);
        accept(code, email.toLowerCase(java.util.Locale.ROOT), "192.0.2.1")
                .then()
                .statusCode(201);
    }

    @Test
    void shouldLookTheSameWhateverIsWrongWithACode() {
        String usedUp = People.code(channelId, Map.of());
        People.signUp(usedUp);
        Json revoked = People.invite(channelId, Map.of());
        revoke(revoked, false);
        Json expired = People.invite(channelId, Map.of());
        change("update channel_invites set expires_at = now() - interval '1 second' where invite_id = $1", expired);
        Json others = People.invite(channelId, Map.of("email", "somebody@example.org"));
        List<String> answers = new ArrayList<>();
        int place = 0;

        for (String code : List.of(
                "A".repeat(32),
                usedUp,
                revoked.getString("code"),
                expired.getString("code"),
                others.getString("code"))) {
            Response answer = accept(code, "lena-" + UUID.randomUUID() + "@example.org", "192.0.2." + ++place);
            answers.add(answer.statusCode() + answer.asString().replaceAll("\"instance\":\"[^\"]*\"", ""));
        }

        assertThat(answers).hasSize(5).allMatch(answer -> answer.startsWith("404"));
        assertThat(answers.stream().distinct()).hasSize(1);
    }

    @Test
    void shouldTellNothingOfAddressesToWhoeverHasNoGoodCode() {
        accept("B".repeat(32), Installation.EMAIL, "192.0.2.9").then().statusCode(404);

        accept(People.code(channelId, Map.of()), Installation.EMAIL, "192.0.2.9")
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/conflict")));
        asMara().get("/api/channels/" + channelId + "/invites").then().body(at("[0].uses", equalTo(0)));
    }

    @Test
    void shouldMakeWhoeverGuessesWaitLongerAndLonger() {
        String guesser = "198.51.100.7";
        int guesses = 0;
        while (accept("guess", "g@example.org", guesser).statusCode() == 404) {
            guesses++;
            assertThat(guesses).isLessThan(AttemptWaits.FOR_LONG_SECRETS.free() + 8);
        }

        assertThat(guesses).isGreaterThanOrEqualTo(AttemptWaits.FOR_LONG_SECRETS.free());
        int held = failures(guesser);
        pool.query("update invite_attempts set next_at = now() + interval '1 hour'")
                .executeAndAwait();
        accept("guess", "g@example.org", guesser)
                .then()
                .statusCode(429)
                .body(at("type", equalTo("/problems/too-many-attempts")))
                .body(at("retryAfterSeconds", greaterThan(0)));
        // A good code does not help before the wait is over, and clears nothing but its own attempt afterwards.
        String good = People.code(channelId, Map.of("maxUses", 9));
        accept(good, "g-" + UUID.randomUUID() + "@example.org", guesser).then().statusCode(429);
        pool.query("update invite_attempts set next_at = now()").executeAndAwait();
        accept(good, "g-" + UUID.randomUUID() + "@example.org", guesser).then().statusCode(201);
        assertThat(failures(guesser)).isEqualTo(held);
        accept(good, "g-" + UUID.randomUUID() + "@example.org", "198.51.100.8")
                .then()
                .statusCode(201);
    }

    /** A flood from one place is let through one by one: what was not counted yet cannot be used to guess. */
    @Test
    void shouldCountGuessesThatComeAtOnce() {
        String guesser = "198.51.100.9";

        List<Boolean> looked = Uni.combine()
                .all()
                .unis(Collections.nCopies(
                        40,
                        Uni.createFrom()
                                .deferred(() -> invites.accept(InviteCode.of("guess"), UUID.randomUUID(), guesser))
                                .replaceWith(true)
                                .onFailure(failure -> failure.toString().contains("not good any more"))
                                .recoverWithItem(true)
                                .onFailure()
                                .recoverWithItem(false)))
                .with(Boolean.class, results -> results)
                .await()
                .atMost(PATIENCE);

        assertThat(looked.stream().filter(each -> each)).hasSizeLessThan(AttemptWaits.FOR_LONG_SECRETS.free() + 8);
    }

    @Test
    void shouldNeverBeUsedMoreOftenThanAllowed() {
        for (int round = 0; round < 5; round++) {
            Json invite = People.invite(channelId, Map.of("maxUses", 3));
            InviteCode code = InviteCode.of(invite.getString("code"));
            List<UUID> people = new ArrayList<>();
            for (int number = 0; number < 12; number++) {
                people.add(account());
            }
            List<Uni<Boolean>> accepting = new ArrayList<>();
            for (int number = 0; number < people.size(); number++) {
                UUID person = people.get(number);
                String source = "round-" + round + "-" + number;
                // Twice at once by each: that is one use.
                accepting.add(accepted(code, person, source + "a"));
                accepting.add(accepted(code, person, source + "b"));
            }

            List<Boolean> accepted = Uni.combine()
                    .all()
                    .unis(accepting)
                    .with(Boolean.class, results -> results)
                    .await()
                    .atMost(PATIENCE);

            assertThat(accepted.stream().filter(each -> each)).hasSize(6);
            UUID inviteId = UUID.fromString(invite.getString("inviteId"));
            assertThat(number("select uses from channel_invites where invite_id = $1", inviteId))
                    .isEqualTo(3);
            assertThat(number("select count(*)::int from channel_invitations where invite_id = $1", inviteId))
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldLeaveThoseInWhoAcceptedUnlessTheirAccessIsEnded() {
        Json invite = People.invite(channelId, Map.of("maxUses", 5));
        Person person = People.signUp(invite.getString("code"));

        revoke(invite, false);

        accept(invite.getString("code"), "late@example.org", "192.0.2.20")
                .then()
                .statusCode(404);
        assertThat(rights(person.again())).containsEntry("chat", true);

        revoke(invite, true);

        assertThat(rights(person.again())).containsEntry("chat", false).containsEntry("watch", false);
        person.again()
                .asks()
                .get("/api/channels/" + channelId + "/viewer-access")
                .then()
                .body(at("token", nullValue()))
                .body(at("callCid", nullValue()))
                .body(at("chatChannelCid", nullValue()));
        person.again()
                .asks()
                .post("/api/invites/" + invite.getString("code") + "/accept")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldEndOnePersonsAccessAndLetThemBackByANewInviteOnly() {
        Json invite = People.invite(channelId, Map.of("maxUses", 5));
        Person person = People.signUp(invite.getString("code"));
        Person other = People.signUp(invite.getString("code"));

        asMara().delete("/api/channels/" + channelId + "/invited/" + person.id())
                .then()
                .statusCode(204);

        assertThat(rights(person.again())).containsEntry("watch", false);
        assertThat(rights(other)).containsEntry("chat", true);
        Person back = person.again();
        back.asks()
                .post("/api/invites/" + invite.getString("code") + "/accept")
                .then()
                .statusCode(404);
        back.asks()
                .post("/api/invites/" + People.code(channelId, Map.of()) + "/accept")
                .then()
                .statusCode(200);
        assertThat(rights(back)).containsEntry("chat", true);
        asMara().delete("/api/channels/" + channelId + "/invited/" + UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void shouldEndTheTokensOfWhoeverLosesAnInvitation() {
        Person person = People.invited(channelId);

        asMara().delete("/api/channels/" + channelId + "/invited/" + person.id())
                .then()
                .statusCode(204);

        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> person.asks().get("/api/auth/me").then().statusCode(401));
    }

    @Test
    void shouldLetModeratorsInviteViewersAndOnlyTheBroadcasterModerators() {
        Person moderator = People.signUp(People.code(channelId, Map.of("role", "moderator")))
                .again();
        String invites = "/api/channels/" + channelId + "/invites";

        Json made = Json.of(moderator
                .asks()
                .body(Map.of())
                .post(invites)
                .then()
                .statusCode(201)
                .extract());
        moderator.asks().body(Map.of("role", "moderator")).post(invites).then().statusCode(403);
        moderator.asks().get(invites).then().statusCode(200);
        Json ofModerator = People.invite(channelId, Map.of("role", "moderator"));
        moderator
                .asks()
                .delete(invites + "/" + ofModerator.getString("inviteId"))
                .then()
                .statusCode(403);
        moderator
                .asks()
                .delete(invites + "/" + made.getString("inviteId"))
                .then()
                .statusCode(204);
        Person viewer = People.invited(channelId);
        viewer.asks().body(Map.of()).post(invites).then().statusCode(403);
        viewer.asks().get(invites).then().statusCode(403);
        given().get(invites).then().statusCode(401);
        moderator.asks().get("/api/channels/main/invites").then().statusCode(403);
    }

    @Test
    void shouldTakeTheRoleThatCameByAnInvite() {
        Json invite = People.invite(channelId, Map.of("role", "moderator"));
        Person moderator = People.signUp(invite.getString("code"));
        assertThat(rights(moderator)).containsEntry("moderate", true);

        revoke(invite, true);

        assertThat(rights(moderator.again())).containsEntry("moderate", false).containsEntry("watch", false);
        asMara().get("/api/channels/" + channelId + "/members").then().body(at("[*].role", contains("broadcaster")));
    }

    /** An invite of viewers gave no role, and one that somebody lost before takes none that they got since. */
    @Test
    void shouldLeaveARoleThatTheBroadcasterGave() {
        Person moderator = People.signUp(People.code(channelId, Map.of("role", "moderator")))
                .again();
        Json ofViewers = People.invite(channelId, Map.of("maxUses", 2));
        Json ofModerators = People.invite(channelId, Map.of("role", "moderator", "maxUses", 2));
        Person viewer = People.signUp(ofViewers.getString("code"));
        Person former = People.signUp(ofModerators.getString("code"));
        asMara().delete("/api/channels/" + channelId + "/invited/" + former.id())
                .then()
                .statusCode(204);
        for (Person person : List.of(viewer, former)) {
            asMara().body(Map.of("role", "moderator"))
                    .put("/api/channels/" + channelId + "/members/" + person.id())
                    .then()
                    .statusCode(200);
        }

        moderator
                .asks()
                .queryParam("endAccess", true)
                .delete("/api/channels/" + channelId + "/invites/" + ofViewers.getString("inviteId"))
                .then()
                .statusCode(204);
        revoke(ofModerators, true);

        for (Person person : List.of(viewer, former)) {
            asMara().get("/api/channels/" + channelId + "/members/" + person.id())
                    .then()
                    .statusCode(200)
                    .body(at("role", equalTo("moderator")));
        }
    }

    @Test
    void shouldListWhoAcceptedAndWhenThatWasEnded() {
        Json invite = People.invite(channelId, Map.of("maxUses", 2));
        Person person = People.signUp(invite.getString("code"));
        asMara().delete("/api/channels/" + channelId + "/invited/" + person.id());

        asMara().get("/api/channels/" + channelId + "/invites")
                .then()
                .body(at("[0].accepted[*].accountId", hasItem(person.id())))
                .body(at("[0].accepted[0].endedAt", endsWith("Z")));
    }

    @Test
    void shouldSayWhatIsMissingToWhoeverIsSignedOut() {
        String code = People.code(channelId, Map.of());

        json(given()).post("/api/invites/" + code + "/accept").then().statusCode(400);
        json(given())
                .body(Map.of("email", "a@example.org", "name", "A", "password", "short"))
                .post("/api/invites/" + code + "/accept")
                .then()
                .statusCode(400)
                .body(at("detail", containsString("password")));
        json(given())
                .body(Map.of("name", "A"))
                .post("/api/invites/" + code + "/accept")
                .then()
                .statusCode(400)
                .body(at("errors[*].field", hasItem("email")));
        asMara().get("/api/channels/" + channelId + "/invites").then().body(at("[0].uses", equalTo(0)));
    }

    private Uni<Boolean> accepted(InviteCode code, UUID accountId, String source) {
        return Uni.createFrom()
                .deferred(() -> invites.accept(code, accountId, source))
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    private UUID account() {
        UUID accountId = UUID.randomUUID();
        pool.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash)"
                        + " values ($1, $2, $2, 'Racer', '')")
                .executeAndAwait(Tuple.of(accountId, accountId + "@example.org"));
        return accountId;
    }

    private Map<String, Object> rights(Person person) {
        return Json.of(person.asks()
                        .get("/api/channels/" + channelId + "/viewer-access")
                        .then()
                        .statusCode(200)
                        .extract())
                .getMap("rights");
    }

    private void revoke(Json invite, boolean endAccess) {
        asMara().queryParam("endAccess", endAccess)
                .delete("/api/channels/" + channelId + "/invites/" + invite.getString("inviteId"))
                .then()
                .statusCode(204);
    }

    private void change(String statement, Json invite) {
        pool.preparedQuery(statement).executeAndAwait(Tuple.of(UUID.fromString(invite.getString("inviteId"))));
    }

    private int number(String query, UUID id) {
        return pool.preparedQuery(query)
                .executeAndAwait(Tuple.of(id))
                .iterator()
                .next()
                .getInteger(0);
    }

    private int failures(String source) {
        return pool.preparedQuery("select failures from invite_attempts where source = $1")
                .executeAndAwait(Tuple.of(source))
                .iterator()
                .next()
                .getInteger(0);
    }

    private static Response accept(String code, String email, String from) {
        return json(given())
                .header("X-Forwarded-For", from)
                .body(People.account(email))
                .post("/api/invites/" + code + "/accept");
    }
}
