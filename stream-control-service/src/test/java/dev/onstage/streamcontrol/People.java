package dev.onstage.streamcontrol;

import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static io.restassured.RestAssured.given;

import dev.onstage.testing.Json;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** People beside the first account, and requests in their names. */
public final class People {

    /** Everybody's password. */
    public static final String PASSWORD = "long enough for anybody";

    private People() {}

    /**
     * Somebody who has an account.
     *
     * @param token the access token they have got so far
     */
    public record Person(UUID accountId, String email, String token) {

        /** A request with that token, whatever has become of it. */
        public RequestSpecification asks() {
            return json(given()).header("Authorization", "Bearer " + token);
        }

        /** The same person after signing in again: the token names the roles of this moment. */
        public Person again() {
            String fresh = Json.of(
                            signIn(email, PASSWORD).then().statusCode(200).extract())
                    .getString("accessToken");
            return new Person(accountId, email, fresh);
        }

        /** The account's id as addresses hold it. */
        public String id() {
            return accountId.toString();
        }
    }

    /** A channel of the first account. */
    public static String channel() {
        String channelId = "p-" + UUID.randomUUID().toString().substring(0, 8);
        asMara().body(Map.of("channelId", channelId, "title", "People"))
                .post("/api/channels")
                .then()
                .statusCode(201);
        return channelId;
    }

    /** The code of a new invite by the first account. */
    public static String code(String channelId, Map<String, Object> invite) {
        return invite(channelId, invite).getString("code");
    }

    /** A new invite by the first account, code and all. */
    public static Json invite(String channelId, Map<String, Object> invite) {
        return Json.of(asMara().body(invite)
                .post("/api/channels/" + channelId + "/invites")
                .then()
                .statusCode(201)
                .extract());
    }

    /** Somebody new, by an invite. */
    public static Person signUp(String code) {
        String email = "p-" + UUID.randomUUID() + "@example.org";
        Json answer = Json.of(json(given())
                .body(account(email))
                .post("/api/invites/" + code + "/accept")
                .then()
                .statusCode(201)
                .extract());
        return new Person(
                UUID.fromString(answer.getString("account.accountId")), email, answer.getString("accessToken"));
    }

    /** Somebody new who is invited to that channel. */
    public static Person invited(String channelId) {
        return signUp(code(channelId, Map.of()));
    }

    /** What somebody sends to get an account with that address. */
    public static Map<String, Object> account(String email) {
        Map<String, Object> account = new HashMap<>();
        account.put("email", email);
        account.put("name", "Somebody");
        account.put("password", PASSWORD);
        account.put("tokens", "bearer");
        return account;
    }
}
