package dev.onstage.streamcontrol;

import static io.restassured.RestAssured.given;

import dev.onstage.testing.Json;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** The first account of the install under test, and requests in its name. */
public final class Installation {

    /** The first account's address. */
    public static final String EMAIL = "mara@example.org";

    /** The first account's password. */
    public static final String PASSWORD = "correct horse battery";

    private Installation() {}

    /** Goes through the first run unless that was done. */
    public static void setUp() {
        json(given())
                .body(Map.of(
                        "setupToken", "the-setup-token",
                        "email", EMAIL,
                        "name", "Mara",
                        "password", PASSWORD,
                        "channelTitle", "Friday build"))
                .post("/api/setup");
    }

    /** A request of the first account, who is operator and broadcaster of {@code main}. */
    public static RequestSpecification asMara() {
        setUp();
        String token = Json.of(signIn(EMAIL, PASSWORD).then().statusCode(200).extract())
                .getString("accessToken");
        return json(given()).header("Authorization", "Bearer " + token);
    }

    /** Signs in as a program, with the tokens in the body; the answer, whatever it is. */
    public static Response signIn(String email, String password) {
        return json(given())
                .body(Map.of("email", email, "password", password, "tokens", "bearer"))
                .post("/api/auth/sign-in");
    }

    /** Signs in as a browser does; the answer, whatever it is. */
    public static Response signInWithCookies(String email, String password) {
        return json(given()).body(Map.of("email", email, "password", password)).post("/api/auth/sign-in");
    }

    /** A request with a JSON body. */
    public static RequestSpecification json(RequestSpecification request) {
        return request.contentType(ContentType.JSON);
    }
}
