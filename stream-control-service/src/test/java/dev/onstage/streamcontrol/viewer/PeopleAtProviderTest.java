package dev.onstage.streamcontrol.viewer;

import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.testing.Json.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.People;
import dev.onstage.streamcontrol.People.Person;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles and invitations, and what the provider hears of them. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class PeopleAtProviderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    PeopleAtProvider worker;

    @Inject
    PeopleRepository people;

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
    void shouldMakeWhoeverIsInvitedAMemberAndRemoveThemAgain() {
        Person person = People.invited(provider.channelId());
        awaitTold(person, "add channel_member", "assign channel_member");

        asMara().delete(provider.path("/invited/" + person.id())).then().statusCode(204);

        awaitTold(person, "add channel_member", "assign channel_member", "block " + provider.channelId(), "remove");
    }

    @Test
    void shouldFollowRolesAsTheyAreGivenAndTaken() {
        Person person = People.invited(provider.channelId());
        awaitTold(person, "add channel_member", "assign channel_member");
        String member = provider.path("/members/" + person.id());
        asMara().get(member).then().statusCode(200).body(at("role", equalTo(null)));

        asMara().body(Map.of("role", "moderator"))
                .put(member)
                .then()
                .statusCode(200)
                .body(at("role", equalTo("moderator")));
        awaitTold(
                person,
                "add channel_member",
                "assign channel_member",
                "add channel_moderator",
                "assign channel_moderator");
        asMara().delete(member).then().statusCode(204);

        awaitTold(
                person,
                "add channel_member",
                "assign channel_member",
                "add channel_moderator",
                "assign channel_moderator",
                "add channel_member",
                "assign channel_member");
        asMara().delete(member).then().statusCode(404);
    }

    @Test
    void shouldLetNobodyButBroadcasterAndOperatorsGiveRoles() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")))
                .again();
        Person viewer = People.invited(provider.channelId());

        for (Person person : List.of(moderator, viewer)) {
            person.asks()
                    .body(Map.of("role", "moderator"))
                    .put(provider.path("/members/" + viewer.id()))
                    .then()
                    .statusCode(403);
            person.asks()
                    .delete(provider.path("/members/" + moderator.id()))
                    .then()
                    .statusCode(403);
            person.asks().get(provider.path("/members")).then().statusCode(403);
        }
        String mara = Json.of(asMara().get("/api/auth/me")).getString("accountId");
        asMara().delete(provider.path("/members/" + mara)).then().statusCode(409);
    }

    @Test
    void shouldTellWhatIsOwedOnceTheProviderIsBackAndNothingThatIsOver() {
        provider.goesAway();
        Person person = People.invited(provider.channelId());
        String member = provider.path("/members/" + person.id());
        await().atMost(PATIENCE).until(() -> {
            work();
            return attempts(person) > 0;
        });
        asMara().body(Map.of("role", "moderator")).put(member).then().statusCode(200);
        GetStreamStub.server().resetRequests();

        provider.answers();

        // Nobody knows what became of the first attempt: so what they must not have is taken as well.
        awaitTold(person, "add channel_moderator", "assign channel_moderator", "unblock " + provider.channelId());
    }

    /** What the provider took counts, even if nobody heard that it did. */
    @Test
    void shouldTakeBackWhatWasTakenAndNotRecorded() {
        provider.losesRoles();
        Json invite = People.invite(provider.channelId(), Map.of());
        Person person = People.signUp(invite.getString("code"));
        await().atMost(PATIENCE).until(() -> {
            work();
            return attempts(person) > 0;
        });
        assertThat(provider.told(person.id())).contains("add channel_member");
        asMara().queryParam("endAccess", true)
                .delete(provider.path("/invites/" + invite.getString("inviteId")))
                .then()
                .statusCode(204);

        settled(person);

        assertThat(provider.told(person.id())).endsWith("block " + provider.channelId(), "remove");
    }

    /** A copy that dies while it tells leaves the doubt behind. */
    @Test
    void shouldLeaveNothingOutAfterSomebodyBeganToTell() {
        Person person = People.invited(provider.channelId());
        awaitTold(person, "add channel_member", "assign channel_member");
        GetStreamStub.server().resetRequests();
        pool.preparedQuery("update provider_people set in_doubt = true, next_at = now() where account_id = $1")
                .executeAndAwait(Tuple.of(person.accountId()));

        awaitTold(person, "add channel_member", "assign channel_member", "unblock " + provider.channelId());
    }

    @Test
    void shouldTellTheNextCallOfThoseWhoAreKeptOut() {
        Person member = People.invited(provider.channelId());
        settled(member);
        Person person = People.invited(provider.channelId());
        asMara().body(Map.of())
                .post(provider.path("/bans/" + person.id()))
                .then()
                .statusCode(200);
        awaitTold(person, "add channel_member", "assign channel_member", "block " + provider.channelId(), "ban");
        GetStreamStub.server().resetRequests();

        pool.preparedQuery("update channel_config set call_generation = 2, stream_call_id = $2 where channel_id = $1")
                .executeAndAwait(Tuple.of(provider.channelId(), "livestream:" + provider.channelId() + "_2"));

        assertThat(owed(member)).isZero();
        awaitTold(person, "block " + provider.channelId() + "_2");
    }

    /** Whoever is banned does not wait until a crowd has been told of. */
    @Test
    void shouldTellFirstOfThoseWhoLoseSomething() {
        Person person = People.invited(provider.channelId());
        settled(person);
        pool.query("update provider_people set next_at = null").executeAndAwait();
        crowd(500);

        pool.preparedQuery("insert into channel_bans (channel_id, account_id, source, banned_at)"
                        + " values ($1, $2, 'ONSTAGE', now())")
                .executeAndAwait(Tuple.of(provider.channelId(), person.accountId()));

        assertThat(people.claimDue(Duration.ofMillis(1), 1).await().atMost(PATIENCE))
                .extracting(PeopleRepository.Claim::accountId)
                .containsExactly(person.accountId());
    }

    @Test
    void shouldGoOnWhileOthersWait() {
        Person person = People.invited(provider.channelId());
        settled(person);
        pool.query("update provider_people set next_at = null").executeAndAwait();
        crowd(50);

        work();

        assertThat(pool.query("select count(*)::int from provider_people where next_at is not null")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getInteger(0))
                .isZero();
    }

    @Test
    void shouldTellOfARoleThatSomebodyTookWithTheDatabaseAlone() {
        Person moderator = People.signUp(People.code(provider.channelId(), Map.of("role", "moderator")));
        awaitTold(moderator, "add channel_moderator", "assign channel_moderator");

        pool.preparedQuery("delete from channel_members where account_id = $1")
                .executeAndAwait(Tuple.of(moderator.accountId()));

        awaitTold(
                moderator,
                "add channel_moderator",
                "assign channel_moderator",
                "add channel_member",
                "assign channel_member");
    }

    @Test
    void shouldTakeARemovedAccountOutOfTheChat() {
        Person person = People.invited(provider.channelId());
        awaitTold(person, "add channel_member", "assign channel_member");

        asMara().delete("/api/accounts/" + person.id()).then().statusCode(204);

        awaitTold(person, "add channel_member", "assign channel_member", "block " + provider.channelId(), "remove");
    }

    /** A page that is told that it may write can do so at once. */
    @Test
    void shouldHaveToldTheProviderWhenItAnswersThePage() {
        Person person = People.invited("main");
        String code = People.code(provider.channelId(), Map.of());
        for (int round = 0; round < 5; round++) {
            person.asks().post("/api/invites/" + code + "/accept").then().statusCode(200);

            person.asks()
                    .get(provider.path("/viewer-access"))
                    .then()
                    .statusCode(200)
                    .body(at("rights.chat", equalTo(true)));
        }

        awaitTold(person, "add channel_member", "assign channel_member");
    }

    private void awaitTold(Person person, String... told) {
        settled(person);
        assertThat(provider.told(person.id())).containsExactly(told);
    }

    private void settled(Person person) {
        await().atMost(PATIENCE).until(() -> {
            work();
            return owed(person) == 0;
        });
    }

    /** What the schedule does; it waits for whoever else is telling. */
    private void work() {
        worker.tellAll().await().atMost(PATIENCE);
    }

    /** People of whom the provider is owed something for longer than of anybody else. */
    private void crowd(int size) {
        pool.preparedQuery("with made as (insert into accounts (account_id, email, email_key, name, password_hash)"
                        + " select id, id::text, id::text, 'Somebody', '' from"
                        + " (select gen_random_uuid() as id from generate_series(1, $2::int)) as ids returning account_id)"
                        + " insert into provider_people (channel_id, account_id, next_at)"
                        + " select $1, account_id, now() - interval '1 hour' from made")
                .executeAndAwait(Tuple.of(provider.channelId(), size));
    }

    private int attempts(Person person) {
        return number("select coalesce(max(attempts), 0) from provider_people where account_id = $1", person);
    }

    private int owed(Person person) {
        return number(
                "select count(*)::int from provider_people where account_id = $1 and channel_id = '"
                        + provider.channelId() + "' and next_at is not null",
                person);
    }

    private int number(String query, Person person) {
        return pool.preparedQuery(query)
                .executeAndAwait(Tuple.of(person.accountId()))
                .iterator()
                .next()
                .getInteger(0);
    }
}
