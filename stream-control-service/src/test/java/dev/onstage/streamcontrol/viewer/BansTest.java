package dev.onstage.streamcontrol.viewer;

import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.client.WireMock;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.UserBanned;
import dev.onstage.events.UserUnbanned;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.streamcontrol.People.Person;
import dev.onstage.streamcontrol.viewer.BanRepository.Asked;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bans, made here and made at the provider. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class BansTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    ProviderBans bans;

    @Inject
    BanRepository repository;

    @Inject
    PeopleAtProvider worker;

    @SuppressWarnings("NullAway.Init")
    private ProviderSide provider;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from invite_attempts").executeAndAwait();
        provider = ProviderSide.provisioned();
    }

    @Test
    void shouldTakeEverythingFromWhoeverIsBannedAndGiveItBack() {
        Person person = People.invited(provider.channelId());
        rights(person).then().body(at("rights.chat", equalTo(true)));

        asMara().body(Map.of("reason", "spam", "minutes", 60))
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200)
                .body(at("source", equalTo("ONSTAGE")));

        rights(person.again())
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(at("rights.watch", equalTo(false)))
                .body(at("rights.chat", equalTo(false)))
                .body(at("rights.moderate", equalTo(false)))
                .body(at("token", nullValue()))
                .body(at("callCid", nullValue()))
                .body(at("chatChannelCid", nullValue()))
                .body(at("video.hlsUrl", nullValue()));
        settled(person);
        assertThat(provider.told(person.id())).containsSubsequence("block " + provider.channelId(), "ban");
        // To block keeps out those alone who are not in the call.
        GetStreamStub.server()
                .verifyThat(
                        1,
                        postRequestedFor(urlPathMatching("/api/v2/video/call/[^/]+/" + provider.channelId() + "/kick"))
                                .withRequestBody(matchingJsonPath("$.user_id", WireMock.equalTo(person.id()))));
        // Elsewhere they are who they were.
        person.again().asks().get("/api/channels/main/viewer-access").then().body(at("rights.watch", equalTo(true)));

        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);

        rights(person.again()).then().body(at("rights.chat", equalTo(true)));
        settled(person);
        assertThat(provider.told(person.id())).endsWith("unban", "unblock " + provider.channelId());
        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(404);
    }

    @Test
    void shouldEndTheTokensOfWhoeverIsBanned() {
        Person person = People.invited(provider.channelId());

        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> person.asks().get("/api/auth/me").then().statusCode(401));
        person.again().asks().get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void shouldLetABanEndByItself() {
        Person person = People.invited(provider.channelId());
        asMara().body(Map.of("minutes", 1))
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        settled(person);
        assertThat(provider.told(person.id())).contains("ban");

        pool.preparedQuery("update channel_bans set expires_at = now() + interval '1 second' where account_id = $1")
                .executeAndAwait(Tuple.of(person.accountId()));

        await().atMost(PATIENCE)
                .untilAsserted(() -> rights(person.again()).then().body(at("rights.chat", equalTo(true))));
        settled(person);
        assertThat(provider.told(person.id())).endsWith("unban", "unblock " + provider.channelId());
    }

    @Test
    void shouldLetModeratorsBanButNeitherTheBroadcasterNorEachOther() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        Person other = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")));
        Person viewer = People.invited(provider.channelId());
        String mara = Json.of(asMara().get("/api/auth/me")).getString("accountId");

        moderator
                .asks()
                .body(Map.of())
                .post(provider.path("/bans/" + mara))
                .then()
                .statusCode(409);
        asMara().body(Map.of()).post(provider.path("/bans/" + mara)).then().statusCode(409);
        moderator
                .asks()
                .body(Map.of())
                .post(provider.path("/bans/" + other.id()))
                .then()
                .statusCode(403);
        viewer.asks()
                .body(Map.of())
                .post(provider.path("/bans/" + other.id()))
                .then()
                .statusCode(403);
        moderator
                .asks()
                .body(Map.of())
                .post(provider.path("/bans/" + viewer.id()))
                .then()
                .statusCode(200);
        moderator
                .asks()
                .get(provider.path("/bans"))
                .then()
                .statusCode(200)
                .body(at("[*].accountId", contains(viewer.id())));
        moderator
                .asks()
                .body(Map.of())
                .post("/api/channels/main/bans/" + viewer.id())
                .then()
                .statusCode(403);
        moderator
                .asks()
                .body(Map.of())
                .post(provider.path("/bans/" + UUID.randomUUID()))
                .then()
                .statusCode(404);
        given().get(provider.path("/bans")).then().statusCode(401);
    }

    @Test
    void shouldTakeTheRoleOfAModeratorWhoIsBanned() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        moderator.asks().get(provider.path("/bans")).then().statusCode(200);

        asMara().body(Map.of())
                .post(provider.path("/bans/" + moderator.id()))
                .then()
                .statusCode(200);

        moderator.again().asks().get(provider.path("/bans")).then().statusCode(403);
    }

    @Test
    void shouldLetNobodyWhoIsBannedComeBackByAnInvite() {
        Person person = People.invited(provider.channelId());
        String code = People.code(provider.channelId(), Map.of("role", "moderator", "maxUses", 9));
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);

        person.again().asks().post("/api/invites/" + code + "/accept").then().statusCode(404);

        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);
        person.again().asks().post("/api/invites/" + code + "/accept").then().statusCode(200);
    }

    @Test
    void shouldLeaveBansOfTheBroadcasterToTheBroadcaster() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        Person person = People.invited(provider.channelId());
        Person other = People.invited(provider.channelId());
        String ban = provider.path("/bans/" + person.id());
        asMara().body(Map.of()).post(ban).then().statusCode(200);

        moderator.asks().delete(ban).then().statusCode(403);
        moderator.asks().body(Map.of("minutes", 1)).post(ban).then().statusCode(403);

        asMara().get(provider.path("/bans")).then().body(at("[0].expiresAt", nullValue()));
        moderator
                .asks()
                .body(Map.of())
                .post(provider.path("/bans/" + other.id()))
                .then()
                .statusCode(200);
        moderator.asks().delete(provider.path("/bans/" + other.id())).then().statusCode(204);
        asMara().delete(ban).then().statusCode(204);
    }

    @Test
    void shouldGiveNoRoleToWhoeverIsBanned() {
        Person person = People.invited(provider.channelId());
        String ban = provider.path("/bans/" + person.id());
        asMara().body(Map.of()).post(ban).then().statusCode(200);

        for (String role : new String[] {"moderator", "broadcaster"}) {
            asMara().body(Map.of("role", role))
                    .put(provider.path("/members/" + person.id()))
                    .then()
                    .statusCode(409);
        }

        asMara().delete(ban).then().statusCode(204);
        asMara().body(Map.of("role", "moderator"))
                .put(provider.path("/members/" + person.id()))
                .then()
                .statusCode(200);
    }

    /** However they came by a role again. */
    @Test
    void shouldLetNobodyLiftTheirOwnBan() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        Person person = People.invited(provider.channelId());
        String ban = provider.path("/bans/" + person.id());
        moderator.asks().body(Map.of()).post(ban).then().statusCode(200);
        pool.preparedQuery("insert into channel_members (channel_id, account_id, role) values ($1, $2, 'moderator')")
                .executeAndAwait(Tuple.of(provider.channelId(), person.accountId()));

        person.again().asks().delete(ban).then().statusCode(403);

        moderator.asks().delete(ban).then().statusCode(204);
    }

    @Test
    void shouldTakeTheRoleOfAModeratorWhomTheProviderBans() {
        Person moderator = settled(People.signUp(People.code(provider.channelId(), Map.of("role", "moderator"))));
        Person other = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        String ban = provider.path("/bans/" + moderator.id());

        tell(new UserBanned(moderator.id(), provider.chatCid(), null, Instant.now()));

        moderator.again().asks().delete(ban).then().statusCode(403);
        other.asks().delete(ban).then().statusCode(403);
        asMara().delete(ban).then().statusCode(204);
        moderator.again().asks().get(provider.path("/bans")).then().statusCode(403);
    }

    @Test
    void shouldCountABanThatWasMadeAtTheProvider() {
        Person person = settled(People.invited(provider.channelId()));

        tell(new UserBanned(person.id(), provider.chatCid(), null, Instant.now()));

        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
        asMara().get(provider.path("/bans")).then().body(at("[*].source", contains("PROVIDER")));
        settled(person);
        assertThat(provider.told(person.id())).endsWith("block " + provider.channelId());
        assertThat(provider.told(person.id())).doesNotContain("ban");

        tell(new UserUnbanned(person.id(), provider.chatCid(), Instant.now()));

        rights(person.again()).then().body(at("rights.chat", equalTo(true)));
        settled(person);
        assertThat(provider.told(person.id())).endsWith("unblock " + provider.channelId());
    }

    @Test
    void shouldLiftABanOfTheProviderThereAsWell() {
        Person person = settled(People.invited(provider.channelId()));
        tell(new UserBanned(person.id(), provider.chatCid(), null, Instant.now()));
        settled(person);

        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);

        settled(person);
        assertThat(provider.told(person.id())).endsWith("unban", "unblock " + provider.channelId());
    }

    @Test
    void shouldKeepOutEverywhereWhoeverTheProviderBansFromEverything() {
        Person person = settled(People.invited(provider.channelId()));

        tell(new UserBanned(person.id(), null, null, Instant.now()));

        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
        person.again().asks().get("/api/channels/main/viewer-access").then().body(at("rights.watch", equalTo(false)));
        tell(new UserUnbanned(person.id(), null, Instant.now()));
        rights(person.again()).then().body(at("rights.chat", equalTo(true)));
    }

    @Test
    void shouldTakeReportsTwiceLateAndInAnyOrder() {
        Person person = settled(People.invited(provider.channelId()));
        Instant banned = Instant.now().minusSeconds(60);
        Instant lifted = banned.plusSeconds(30);

        tell(new UserUnbanned(person.id(), provider.chatCid(), lifted));
        tell(new UserBanned(person.id(), provider.chatCid(), null, banned));
        tell(new UserBanned(person.id(), provider.chatCid(), null, banned));

        rights(person.again()).then().body(at("rights.chat", equalTo(true)));
        tell(new UserBanned(person.id(), provider.chatCid(), null, lifted.plusSeconds(1)));
        settled(person);
        tell(new UserUnbanned(person.id(), provider.chatCid(), lifted));
        rights(person.again()).then().body(at("rights.chat", equalTo(false)));
    }

    /** What the provider reports of our own bans must neither change them nor bring them back. */
    @Test
    void shouldNotFollowItsOwnEcho() {
        Person person = settled(People.invited(provider.channelId()));
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        settled(person);
        Instant told = Instant.now();

        tell(new UserUnbanned(person.id(), provider.chatCid(), told.plusSeconds(30)));
        asMara().get(provider.path("/bans")).then().body(at("[*].source", contains("ONSTAGE")));

        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);
        settled(person);
        // However long all of that took.
        tell(new UserBanned(
                person.id(), provider.chatCid(), null, banToldAt(person).plusSeconds(1)));
        asMara().get(provider.path("/bans")).then().body(at("$", empty()));
    }

    @Test
    void shouldFindBansWhoseReportsWereLost() {
        Person person = settled(People.invited(provider.channelId()));
        provider.banned(ban(person, Instant.now()));

        compare();

        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
        settled(person);
        makeOlder(person);
        provider.banned("");

        compare();
        rights(person.again()).then().body(at("rights.chat", equalTo(false)));
        compare();

        rights(person.again()).then().body(at("rights.chat", equalTo(true)));
    }

    /** A page may have moved while the list was read. */
    @Test
    void shouldNotLiftABanThatIsMissingOnceAndThenAgain() {
        Person person = settled(People.invited(provider.channelId()));
        Instant banned = Instant.now().minusSeconds(60);
        tell(new UserBanned(person.id(), provider.chatCid(), null, banned));
        settled(person);

        for (int round = 0; round < 3; round++) {
            provider.banned("");
            compare();
            provider.banned(ban(person, banned));
            compare();
        }

        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
    }

    @Test
    void shouldLiftNoBanWhenTheAnswerHoldsNoList() {
        Person person = settled(People.invited(provider.channelId()));
        tell(new UserBanned(person.id(), provider.chatCid(), null, Instant.now().minusSeconds(60)));
        settled(person);
        provider.listsNothing();

        for (int round = 0; round < 3; round++) {
            bans.compare(true).onFailure().recoverWithNull().await().atMost(PATIENCE);
        }

        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
    }

    /** The provider's clock may be behind ours, and its report may have come while it was told of our own ban. */
    @Test
    void shouldFindABanThatSeemsOlderThanTheLiftingOfOurs() {
        Person person = settled(People.invited(provider.channelId()));
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        settled(person);
        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);
        settled(person);
        makeOlder(person);
        provider.banned(ban(person, Instant.now().minusSeconds(3600)));

        compare();

        asMara().get(provider.path("/bans")).then().body(at("[*].source", contains("PROVIDER")));
        rights(person.again()).then().body(at("rights.watch", equalTo(false)));
    }

    /** What the list still has of our own ban, moments after we lifted it. */
    @Test
    void shouldNotTakeABanOfItsOwnForOneOfTheProvider() {
        Person person = settled(People.invited(provider.channelId()));
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        settled(person);
        asMara().delete(provider.path("/bans/" + person.id())).then().statusCode(204);
        settled(person);
        Instant told = banToldAt(person);
        Asked channel = new Asked(provider.channelId(), provider.chatCid());

        assertThat(repository
                        .listed(channel, person.accountId(), told, null, told.plusSeconds(4))
                        .await()
                        .atMost(PATIENCE))
                .isFalse();

        asMara().get(provider.path("/bans")).then().body(at("$", empty()));
    }

    /** Somebody unbans at the provider whom we ban: they are banned there again. */
    @Test
    void shouldTellItsOwnBansAgainThatTheProviderDoesNotHave() {
        Person person = settled(People.invited(provider.channelId()));
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        settled(person);
        GetStreamStub.server().resetRequests();
        pool.query("update provider_people set ban_told_at = ban_told_at - interval '1 minute'")
                .executeAndAwait();

        compare();

        settled(person);
        assertThat(provider.told(person.id())).containsExactly("ban");
    }

    @Test
    void shouldIgnoreWhoIsNobodysAccount() {
        tell(new UserBanned("viewer-1", provider.chatCid(), null, Instant.now()));
        tell(new UserBanned(UUID.randomUUID().toString(), provider.chatCid(), null, Instant.now()));
        tell(new UserBanned(UUID.randomUUID().toString(), null, null, Instant.now()));
        tell(new UserUnbanned("broadcaster-" + provider.channelId(), null, Instant.now()));

        asMara().get(provider.path("/bans")).then().body(at("$", empty()));
    }

    private void tell(OnstageEvent event) {
        bans.take(event).await().atMost(PATIENCE);
    }

    private void compare() {
        bans.compare(true).await().atMost(PATIENCE);
    }

    private Instant banToldAt(Person person) {
        return pool.preparedQuery("select ban_told_at from provider_people where account_id = $1 and channel_id = $2")
                .executeAndAwait(Tuple.of(person.accountId(), provider.channelId()))
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
    }

    /** As if a minute had gone by since their last ban, and since the provider was told of it. */
    private void makeOlder(Person person) {
        pool.preparedQuery("update channel_bans set banned_at = banned_at - interval '1 minute',"
                        + " lifted_at = lifted_at - interval '1 minute' where account_id = $1")
                .executeAndAwait(Tuple.of(person.accountId()));
        settled(person);
        pool.preparedQuery("update provider_people set ban_told_at = ban_told_at - interval '1 minute'"
                        + " where account_id = $1")
                .executeAndAwait(Tuple.of(person.accountId()));
    }

    private static String ban(Person person, Instant at) {
        return "{\"user\":{\"id\":\"%s\"},\"channel\":{\"cid\":\"x\"},\"shadow\":false,\"expires\":null,\"created_at\":\"%s\"}"
                .formatted(person.id(), at);
    }

    private io.restassured.response.Response rights(Person person) {
        return person.asks().get(provider.path("/viewer-access"));
    }

    /** The provider has been told everything of them. */
    private Person settled(Person person) {
        await().atMost(PATIENCE).until(() -> {
            worker.tellAll().await().atMost(PATIENCE);
            return owed(person) == 0;
        });
        return person;
    }

    private int owed(Person person) {
        return pool.preparedQuery(
                        "select count(*)::int from provider_people where account_id = $1 and next_at <= now()")
                .executeAndAwait(Tuple.of(person.accountId()))
                .iterator()
                .next()
                .getInteger(0);
    }
}
