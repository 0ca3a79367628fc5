package dev.onstage.streamcontrol.account.mailed;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.account.SignInAttempts;
import dev.onstage.streamcontrol.account.Tokens;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another password, and signing in by mail. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class MailedAccessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PAGE = "http://127.0.0.1:8080";
    private static final String ANOTHER = "another long password";
    private static final Pattern LINK = Pattern.compile(PAGE + "/(?:reset-password|magic-link)#([A-Za-z0-9_-]{43})\n");

    @Inject
    Pool pool;

    @Inject
    MockMailbox mailbox;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from one_time_codes").executeAndAwait();
        pool.query("delete from audit_entries").executeAndAwait();
        mailbox.clear();
    }

    @Test
    void shouldChangeThePasswordAndEndTheOtherLogins() {
        keepingThePassword(() -> {
            String other = accessToken(signIn(EMAIL, PASSWORD));
            String own = accessToken(signIn(EMAIL, PASSWORD));

            change(own, "not this one", ANOTHER)
                    .then()
                    .statusCode(403)
                    .body(at("type", equalTo("/problems/password-wrong")));
            change(own, PASSWORD, "short").then().statusCode(400);
            change(own, PASSWORD, ANOTHER).then().statusCode(204);

            signIn(EMAIL, PASSWORD).then().statusCode(401);
            signIn(EMAIL, ANOTHER).then().statusCode(200);
            assertThat(me(other)).isEqualTo(401);
            assertThat(me(own)).isEqualTo(200);
        });
    }

    @Test
    void shouldSlowDownWhoGuessesTheCurrentPassword() {
        String own = accessToken(signIn(EMAIL, PASSWORD));
        for (int i = 0; i < SignInAttempts.PER_SOURCE_AND_ACCOUNT; i++) {
            change(own, "guess " + i, ANOTHER).then().statusCode(403);
        }

        change(own, PASSWORD, ANOTHER).then().statusCode(429);
    }

    @Test
    void shouldSetAnotherPasswordByMailOnceAndEndEveryLogin() {
        keepingThePassword(() -> {
            String login = accessToken(signIn(EMAIL, PASSWORD));
            requestReset(EMAIL, "198.51.100.71").then().statusCode(204);
            requestReset(EMAIL, "198.51.100.71").then().statusCode(204);
            String unused = codeOf(mails(2).get(0));
            String code = codeOf(mails(2).get(1));

            reset(code, "short").then().statusCode(400);
            reset(code, ANOTHER).then().statusCode(204);

            signIn(EMAIL, ANOTHER).then().statusCode(200);
            assertThat(me(login)).isEqualTo(401);
            assertInTheTrail("password-reset", code);
            for (String over : List.of(code, unused)) {
                reset(over, PASSWORD).then().statusCode(403).body(at("type", equalTo("/problems/code-invalid")));
            }
        });
    }

    /** Somebody with the owner's tokens, for a moment, may have made themselves another way in. */
    @Test
    void shouldCloseEveryOtherWayInWithAPasswordThatIsSetByMail() {
        keepingThePassword(() -> {
            pool.preparedQuery("insert into passkeys (passkey_id, account_id, credential_id, public_data, sign_count,"
                            + " backup_eligible, backed_up, label) select gen_random_uuid(), account_id,"
                            + " gen_random_uuid()::text, 'x', 0, false, false, 'Theirs' from accounts where email = $1")
                    .executeAndAwait(Tuple.of(EMAIL));
            String browser = requestLink(EMAIL, "198.51.100.81").getCookie("onstage_asked");
            String link = codeOf(mails(1).get(0));
            mailbox.clear();
            String apiToken = Json.of(json(given().auth().oauth2(accessToken(signIn(EMAIL, PASSWORD))))
                            .body(Map.of(
                                    "name", "Theirs", "scopes", List.of("broadcast:control"), "expiresInDays", 365))
                            .post("/api/tokens")
                            .then()
                            .statusCode(201)
                            .extract())
                    .getString("secret");
            requestReset(EMAIL, "198.51.100.81").then().statusCode(204);

            reset(codeOf(mails(1).get(0)), ANOTHER).then().statusCode(204);

            finishLink(link, browser).then().statusCode(403);
            json(given())
                    .body(Map.of("token", apiToken))
                    .post("/api/auth/token")
                    .then()
                    .statusCode(401);
            String token = accessToken(signIn(EMAIL, ANOTHER));
            assertThat(Json.of(given().auth().oauth2(token).get("/api/auth/passkeys"))
                            .getList("$"))
                    .isEmpty();
        });
    }

    @Test
    void shouldStoreNoCodeAndForgetOneThatIsTooOld() {
        requestReset(EMAIL, "198.51.100.72").then().statusCode(204);
        String code = codeOf(mails(1).get(0));
        assertThat(pool.query("select one_time_codes::text from one_time_codes")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getString(0))
                .doesNotContain(code);

        pool.query("update one_time_codes set expires_at = now()").executeAndAwait();

        reset(code, ANOTHER).then().statusCode(403);
        signIn(EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldNotTellWhetherThereIsAnAccount() {
        Response somebody = requestReset(EMAIL, "198.51.100.73");
        Response nobody = requestReset("nobody@example.org", "198.51.100.73");

        for (Response answer : List.of(somebody, nobody)) {
            answer.then().statusCode(204);
            assertThat(answer.asString()).isEmpty();
        }
        assertThat(requestLink(EMAIL, "198.51.100.74").statusCode())
                .isEqualTo(requestLink("nobody@example.org", "198.51.100.74").statusCode());
        mails(2);
        assertThat(mailbox.getMailsSentTo("nobody@example.org")).isEmpty();
    }

    @Test
    void shouldMailNobodyAgainAndAgain() {
        for (int i = 0; i < SignInAttempts.MAILS_PER_SOURCE_AND_ACCOUNT; i++) {
            requestReset(EMAIL, "198.51.100.75").then().statusCode(204);
            requestReset("nobody@example.org", "198.51.100.75").then().statusCode(204);
        }

        requestReset(EMAIL, "198.51.100.75").then().statusCode(429);
        requestReset("nobody@example.org", "198.51.100.75").then().statusCode(429);
        requestReset(EMAIL, "198.51.100.76").then().statusCode(204);
        signIn(EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldSlowDownWhoGuessesCodes() {
        for (int i = 0; i < SignInAttempts.PER_SOURCE_AND_ACCOUNT; i++) {
            reset("x".repeat(43), ANOTHER).then().statusCode(403);
        }

        reset("x".repeat(43), ANOTHER).then().statusCode(429);
    }

    @Test
    void shouldSignInByMailOnceAndOnlyWhereItWasAskedFor() {
        String browser = requestLink(EMAIL, "198.51.100.77")
                .then()
                .statusCode(204)
                .extract()
                .detailedCookie("onstage_asked")
                .getValue();
        String another = requestLink("nobody@example.org", "198.51.100.78").getCookie("onstage_asked");
        String code = codeOf(mails(1).get(0));

        finishLink(code, null).then().statusCode(403).body(at("type", equalTo("/problems/code-invalid")));
        finishLink(code, another).then().statusCode(403);
        Response signedIn = finishLink(code, browser);

        signedIn.then().statusCode(200).body(at("account.email", equalTo(EMAIL)));
        assertThat(me(signedIn.getCookie("onstage_access"))).isEqualTo(200);
        finishLink(code, browser).then().statusCode(403);
        assertInTheTrail("signed-in-by-mail", code);
    }

    /** The account may have been made by somebody else, who waits for the owner of the address to move in. */
    @Test
    void shouldHaveWhoeverFirstProvesTheAddressSetThePassword() {
        keepingThePassword(() -> {
            String before = accessToken(signIn(EMAIL, PASSWORD));
            String browser = requestLink(EMAIL, "198.51.100.82").getCookie("onstage_asked");
            String link = codeOf(mails(1).get(0));
            mailbox.clear();
            pool.preparedQuery("update accounts set email_proven_at = null where email = $1")
                    .executeAndAwait(Tuple.of(EMAIL));
            try {
                finishLink(link, browser).then().statusCode(403);
                String another = requestLink(EMAIL, "198.51.100.82")
                        .then()
                        .statusCode(204)
                        .extract()
                        .cookie("onstage_asked");
                String code = codeOf(mails(1).get(0));
                finishLink(code, another).then().statusCode(403);

                reset(code, ANOTHER).then().statusCode(204);

                assertThat(me(before)).isEqualTo(401);
                signIn(EMAIL, PASSWORD).then().statusCode(401);
                String proven = requestLink(EMAIL, "198.51.100.83").getCookie("onstage_asked");
                finishLink(codeOf(mails(2).get(1)), proven).then().statusCode(200);
            } finally {
                pool.preparedQuery("update accounts set email_proven_at = now() where email = $1")
                        .executeAndAwait(Tuple.of(EMAIL));
            }
        });
    }

    @Test
    void shouldKeepTheSecretOfTheBrowserFromScriptsAndForgetItSoon() {
        var cookie = requestLink(EMAIL, "198.51.100.79").getDetailedCookie("onstage_asked");

        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/api/auth");
        assertThat(cookie.getMaxAge()).isEqualTo(900);
    }

    @Test
    void shouldTakeACodeForNothingElseThanItIsFor() {
        requestReset(EMAIL, "198.51.100.80").then().statusCode(204);
        String ofReset = codeOf(mails(1).get(0));
        mailbox.clear();
        String browser = requestLink(EMAIL, "198.51.100.80").getCookie("onstage_asked");
        String ofLink = codeOf(mails(1).get(0));

        finishLink(ofReset, browser).then().statusCode(403);
        reset(ofLink, ANOTHER).then().statusCode(403);
        finishLink(ofLink, browser).then().statusCode(200);
    }

    /** Whoever has another person's browser begin with a session or a cookie of theirs gains nothing by it. */
    @Test
    void shouldBeginAnotherLoginAtEachSignInWhateverTheBrowserBrings() {
        Response before = Installation.signInWithCookies(EMAIL, PASSWORD);

        Response after = json(given())
                .cookies(before.getCookies())
                .header("Origin", PAGE)
                .body(Map.of("email", EMAIL, "password", PASSWORD))
                .post("/api/auth/sign-in");

        after.then().statusCode(200);
        assertThat(Tokens.claims(after.getCookie("onstage_access")).getString("sid"))
                .isNotEqualTo(Tokens.claims(before.getCookie("onstage_access")).getString("sid"));
        assertThat(after.getCookie("onstage_refresh")).isNotEqualTo(before.getCookie("onstage_refresh"));
    }

    private void keepingThePassword(Runnable tried) {
        String before = pool.preparedQuery("select password_hash from accounts where email = $1")
                .executeAndAwait(Tuple.of(EMAIL))
                .iterator()
                .next()
                .getString(0);
        try {
            tried.run();
        } finally {
            pool.preparedQuery("update accounts set password_hash = $1 where email = $2")
                    .executeAndAwait(Tuple.of(before, EMAIL));
        }
    }

    /** Once, with the name of the account, and without the code. */
    private void assertInTheTrail(String action, String code) {
        List<String> entries = new ArrayList<>();
        pool.preparedQuery("select audit_entries::text from audit_entries where action = $1 and account_name = 'Mara'"
                        + " and login = 'none' and outcome = 'done'")
                .executeAndAwait(Tuple.of(action))
                .forEach(row -> entries.add(row.getString(0)));
        assertThat(entries).singleElement().asString().doesNotContain(code);
    }

    private List<Mail> mails(int expected) {
        await().atMost(PATIENCE).until(() -> mailbox.getMailsSentTo(EMAIL).size() >= expected);
        return mailbox.getMailsSentTo(EMAIL);
    }

    private static String codeOf(Mail mail) {
        Matcher link = LINK.matcher(mail.getText());
        assertThat(link.find()).as(mail.getSubject()).isTrue();
        assertThat(mail.getHtml()).contains("#" + link.group(1));
        return link.group(1);
    }

    private static Response requestReset(String email, String source) {
        return json(given().header("X-Forwarded-For", source))
                .body(Map.of("email", email))
                .post("/api/auth/password-reset");
    }

    private static Response reset(String code, String password) {
        return json(given()).body(Map.of("code", code, "password", password)).post("/api/auth/password-reset/finish");
    }

    private static Response requestLink(String email, String source) {
        return json(given().header("X-Forwarded-For", source))
                .body(Map.of("email", email))
                .post("/api/auth/magic-link");
    }

    private static Response finishLink(String code, @Nullable String browser) {
        Map<String, String> cookies = new HashMap<>();
        if (browser != null) {
            cookies.put("onstage_asked", browser);
        }
        return json(given().cookies(cookies).header("Origin", PAGE))
                .body(Map.of("code", code))
                .post("/api/auth/magic-link/finish");
    }

    private static Response change(String accessToken, String current, String wanted) {
        return json(given().auth().oauth2(accessToken))
                .body(Map.of("currentPassword", current, "newPassword", wanted))
                .post("/api/auth/password");
    }

    private static String accessToken(Response signedIn) {
        return Json.of(signedIn.then().statusCode(200).extract()).getString("accessToken");
    }

    private static int me(String accessToken) {
        return given().auth().oauth2(accessToken).get("/api/auth/me").statusCode();
    }
}
