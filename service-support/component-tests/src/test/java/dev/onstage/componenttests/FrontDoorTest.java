package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.support.json.MultiLine;
import dev.onstage.support.limit.CommandLimit;
import dev.onstage.support.stream.StreamConfig;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
class FrontDoorTest {
    private static final int PATIENCE_MILLIS = 120_000;

    private static final String OURS = "http://127.0.0.1:8080";
    private static final String COOKIE = "onstage_access";

    @Inject
    MeterRegistry meters;

    @Inject
    StreamConfig streams;

    @ConfigProperty(name = "quarkus.http.idle-timeout")
    Duration idleTimeout;

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @CsvSource({
        "/door/a%00b/open, channelId",
        "/door/a%0Ab/open, channelId",
        "/door/%FF/open, channelId",
        "/door/%ED%A0%80/open, channelId",
        "/door/main/open?q=%00, q",
        "/door/main/open?x=1&q=a%0ab, q",
        "/door/main/open?q=%ff, q",
        "/door/main/open?%00=1, query",
        "/nowhere/%00, path",
        "/door/UPPER/open, channelId",
        "/door/a_b/open, channelId",
        "/door/0123456789012345678901234567890123456789012345678/open, channelId",
        "/door/main/open/session/..%2f..%2fx, code",
    })
    void shouldNameTheParameterThatIsNoText(String path, String field) {
        Json problem = raw("GET", path).problem(400, "invalid-request");
        assertThat(problem.getString("errors[0].field")).isEqualTo(field);
        assertThat(problem.getString("detail")).contains(field);
    }

    /**
     * Addresses that java.net.URI cannot read are refused by the framework, before any handler that an application may add;
     * the gateway, which stands before the services, answers them with a problem document.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/door/%zz/open",
                "/door/%/open",
                "/door/main/open?q=%",
                "/door/main/open?q=%4",
                "/door/a|b^/open",
                "/nowhere/a|b^"
            })
    void shouldRefuseWhatCannotBeDecoded(String path) {
        RawAnswer refused = raw("GET", path);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1-1-1-1-1", "0190f5e0-0000-7000-8000-00000000000g"})
    void shouldFindNothingByAnIdThatIsNone(String id) {
        raw("GET", "/door/main/sessions/" + id).problem(404, "not-found");
        given().get("/door/main/sessions/" + UUID.randomUUID()).then().statusCode(200);
    }

    @Test
    void shouldAskWhoItIsBeforeItSaysWhatIsWrongWithAnId() {
        problem(given().get("/door/UPPER/private").then(), 401, "unauthenticated");
        problem(
                given().auth()
                        .oauth2(TestTokens.viewer())
                        .get("/door/UPPER/private")
                        .then(),
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22003"})
    void shouldNotTakeTheBlameForValuesThatTheDatabaseRefuses(String state) {
        problem(given().get("/door/database/" + state).then(), 400, "invalid-request")
                .body(at("fix", containsString("control characters")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':2} | kind | one of FIRST, SECOND",
                "{'kind':'2'} | kind | one of FIRST, SECOND",
                "{'kind':''} | kind | one of FIRST, SECOND",
                "{'kind':'first'} | kind | one of FIRST, SECOND",
                "{'seconds':60.9} | seconds | a whole number",
                "{'seconds':60.0} | seconds | a whole number",
                "{'seconds':1e2} | seconds | a whole number",
                "{'seconds':'60'} | seconds | a whole number",
                "{'seconds':''} | seconds | a whole number",
                "{'seconds':true} | seconds | a whole number",
                "{'seconds':99999999999} | seconds | a whole number that is not as large",
                "{'on':'true'} | on | true or false",
                "{'on':1} | on | true or false",
                "{'on':''} | on | true or false",
                "{'title':5} | title | a text",
                "{'title':true} | title | a text",
                "{'title':['a']} | title | a text",
                "{'title':{}} | title | a text",
                "{'title':'a\\u0000b'} | title | control characters",
                "{'title':'a\\nb'} | title | a line break",
                "{'title':'a\\ud800'} | title | half a character",
                "{'title':'\\udc00a'} | title | half a character",
                "{'title':'\\u0085'} | title | a line break",
                "{'words':'a\\u0007'} | words | control characters",
                "{'names':['a','\\u0000']} | names.[1] | control characters",
                "{'names':'a'} | names | a list",
                "{'inner':{'title':'\\u0000'}} | inner.title | control characters",
                "{'inner':''} | inner | an object",
                "{'inner':[]} | inner | an object",
                "{'id':''} | id | a UUID",
                "{'id':'1-1-1-1-1'} | id | a UUID",
                "{'id':'AAAAAAAAAAAAAAAAAAAAAA=='} | id | a UUID",
                "{'title':'a','title':'b'} | title | twice",
            })
    void shouldNameTheFieldAndWhatItHasToBe(String json, String field, String message) {
        problem(body(json.replace('\'', '"')), 400, "invalid-request")
                .body(at("errors[0].field", equalTo(field)))
                .body(at("errors[0].message", containsString(message)))
                .body(at("detail", containsString(field)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{} {}",
                "{}x",
                "nonsense",
                "{'seconds':NaN}",
                "{'seconds':+1}",
                "{'seconds':01}",
                "{title:'a'}",
                "{'title':'a\tb'}",
                "[]",
                "'text'",
                "5",
                "{'unknown':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void shouldRefuseWhatIsNoDocument(String json) {
        problem(body(json.replace('\'', '"')), 400, "invalid-request");
    }

    @Test
    void shouldRefuseBytesThatAreNoText() {
        byte[] latin = "{\"title\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] surrogate = {
            '{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'
        };
        byte[] wide = {0, 0, 0, '{', 0x7f, 0, 0, 0, 0x7f};

        for (byte[] bytes : List.of(latin, surrogate, wide)) {
            problem(
                    given().contentType("application/json")
                            .body(bytes)
                            .post("/door/body")
                            .then(),
                    400,
                    "invalid-request");
        }
    }

    @Test
    void shouldReadWhatIsDocumented() {
        body("""
                        {"kind":"SECOND","seconds":60,"on":true,"title":"caf\\u00e9 \\ud83c\\udfac","words":"a\\n\\tb",\
                        "names":["a"],"inner":{"title":"x"},"id":"01936F5E-0000-7000-8000-000000000001","unknown":{"a":[1.5]}}\
                        """)
                .statusCode(200)
                .body(at("kind", equalTo("SECOND")))
                .body(at("title", equalTo("caf\u00e9 \ud83c\udfac")))
                .body(at("words", equalTo("a\n\tb")))
                .body(at("id", equalTo("01936f5e-0000-7000-8000-000000000001")));
        body("{}").statusCode(200).body(at("title", nullValue()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'ES256','kid':5}",
                "{'alg':'ES256','kid':null}",
                "{'alg':'ES256','kid':{}}",
                "{'alg':'ES256','kid':['test-key']}",
                "{'alg':'ES256','kid':true}",
                "{'alg':'ES256','kid':''}",
                "{'alg':'ES256','kid':'a\\u0000'}",
                "{'alg':5,'kid':'test-key'}",
                "{'alg':null,'kid':'test-key'}",
                "{'alg':{},'kid':'test-key'}",
                "{'alg':'none','kid':'test-key'}",
                "{'alg':'HS256','kid':'test-key'}",
                "{'alg':'ES999','kid':'test-key'}",
                "{'kid':'test-key'}",
                "{'alg':'ES256','kid':'test-key','crit':5}",
                "{'alg':'ES256','kid':'test-key','crit':['b64'],'b64':'x'}",
                "{'alg':'ES256','kid':'test-key','zip':1}",
                "{'alg':'ES256','kid':'test-key','jwk':7,'x5c':8,'cty':9}",
                "{'alg':'ES256','kid':'test-key','kid':'other'}",
                "[]",
                "5",
                "null",
                "",
                "not json"
            })
    void shouldNotKnowAnybodyByAStrangeToken(String header) {
        String encoded = base64(header.replace('\'', '"'));
        for (String payload : List.of("{\"sub\":5,\"exp\":\"x\"}", "[]", "")) {
            String token = encoded + "." + base64(payload) + "." + base64("x".repeat(64));
            problem(
                    given().header("Authorization", "Bearer " + token)
                            .get("/door/main/private")
                            .then(),
                    401,
                    "unauthenticated");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "..", "...", "....", "a.b.c.d.e", "\u00e9.\u00e9.\u00e9", "%00"})
    void shouldNotKnowAnybodyByWhatIsNoToken(String token) {
        problem(given().cookie(COOKIE, token).get("/door/main/private").then(), 401, "unauthenticated");
        problem(
                given().header("Authorization", "Bearer " + token)
                        .get("/door/main/private")
                        .then(),
                401,
                "unauthenticated");
        problem(
                given().header("Authorization", "Bearer " + "a".repeat(8000) + "." + token)
                        .get("/door/main/private")
                        .then(),
                401,
                "unauthenticated");
    }

    @Test
    void shouldTakeChangesWithCookiesFromItsOwnPageOnly() {
        for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
            problem(
                            given().cookie(COOKIE, TestTokens.viewer())
                                    .contentType(type)
                                    .body("{}")
                                    .post("/door/body")
                                    .then(),
                            403,
                            "foreign-origin")
                    .body(at("fix", containsString(OURS)));
        }
        problem(
                given().cookie("onstage_refresh", "x")
                        .post("/door/main/command")
                        .then(),
                403,
                "foreign-origin");
        problem(
                given().cookie(COOKIE, TestTokens.viewer())
                        .header("Origin", "https://evil.example")
                        .post("/door/main/command")
                        .then(),
                403,
                "foreign-origin");
        problem(
                given().header("Origin", "https://evil.example")
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post("/door/body")
                        .then(),
                403,
                "foreign-origin");
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Origin", OURS)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/door/body")
                .then()
                .statusCode(200);
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Sec-Fetch-Site", "same-origin")
                .put("/door/main/open")
                .then()
                .statusCode(204);
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Origin", "https://evil.example")
                .get("/door/main/private")
                .then()
                .statusCode(200);
        given().auth().oauth2(TestTokens.viewer()).put("/door/main/open").then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/door/main/private",
                "/door/main/open",
                "/door/database/22021",
                "/nowhere",
                "/door/a%00/open",
                "/q/nowhere"
            })
    void shouldTellBrowsersWhatToDoWithEveryAnswer(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Strict-Transport-Security", nullValue());
    }

    @Test
    void shouldLetAResourceSayHowLongItMayBeKept() {
        String kept = given().get("/door/kept").then().statusCode(200).extract().header("Cache-Control");

        assertThat(kept).isEqualTo("public, max-age=5");
    }

    @Test
    void shouldSayWhichMethodsAnAddressTakes() {
        given().options("/door/main/open").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS, PUT");
        given().options("/door/main/command").then().statusCode(204).header("Allow", "OPTIONS, POST");
        given().options("/door/body").then().statusCode(204).header("Allow", "OPTIONS, POST");
        problem(given().options("/door/main").then(), 404, "not-found");
        given().options("/door/main/sessions/" + UUID.randomUUID())
                .then()
                .statusCode(204)
                .header("Allow", "GET, HEAD, OPTIONS");
        given().options("/door/main/sessions/replay").then().statusCode(204).header("Allow", "OPTIONS, POST");
        problem(given().options("/door/main/sessions/nonsense").then(), 404, "not-found");
        problem(given().delete("/door/main/sessions/replay").then(), 405, "method-not-allowed")
                .header("Allow", "OPTIONS, POST");
        problem(given().delete("/door/main/sessions/nonsense").then(), 404, "not-found");
        problem(given().options("/nowhere").then(), 404, "not-found");
        problem(given().post("/door/main/open").then(), 405, "method-not-allowed")
                .header("Allow", "GET, HEAD, OPTIONS, PUT")
                .body(at("allow", equalTo(List.of("GET", "HEAD", "OPTIONS", "PUT"))));
        problem(given().delete("/door/body").then(), 405, "method-not-allowed").header("Allow", "OPTIONS, POST");
        problem(given().get("/door/main/command").then(), 405, "method-not-allowed")
                .header("Allow", "OPTIONS, POST");
    }

    @Test
    void shouldNotRememberMethodsAndAddressesThatNobodyKnows() {
        for (String method : List.of("BREW", "TRACE", "get", "PROPFIND")) {
            RawAnswer refused = raw(method, "/door/main/open");
            refused.problem(405, "method-not-allowed");
            assertThat(refused.head()).containsIgnoringCase("allow: GET, HEAD, OPTIONS, PUT");
            assertThat(raw(method, "/brew-" + method).status()).isEqualTo(405);
        }
        given().get("/brew-coffee").then().statusCode(404);
        assertThat(raw("GET", "/brew-%00").status()).isEqualTo(400);
        given().options("/door/brew/open").then().statusCode(204);
        given().post("/door/brew/open").then().statusCode(405);
        given().get("/door/brew/open").then().statusCode(200);

        await().untilAsserted(() -> assertThat(meters.find("http.server.requests")
                        .tag("uri", "/unmatched")
                        .tag("status", "405")
                        .timer())
                .isNotNull());
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(tag -> tag.getValue())
                .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("brew"))
                .doesNotContain("TRACE", "PROPFIND", "get");
    }

    /** The server throws such a body away. A proxy gives the same connection to somebody else next. */
    @ParameterizedTest
    @CsvSource({
        "POST, /door/main/private, 405",
        "POST, /door/main/command, 401",
        "GET, /door/main/private, 401",
        "GET, /door/main/open, 200",
        "GET, /nowhere, 404",
        "PUT, /nowhere, 404"
    })
    void shouldAnswerTheNextRequestAfterABodyThatNobodyReads(String method, String path, int status)
            throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 3000; i++) {
                out.write("1\r\nx\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.write("GET /door/main/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers).startsWith("HTTP/1.1 " + status);
            boolean closed = answers.substring(0, answers.indexOf("\r\n\r\n"))
                    .toLowerCase(Locale.ROOT)
                    .contains("connection: close");
            boolean nextAnswered = answers.split("HTTP/1.1 ", -1).length == 3;
            assertThat(closed || nextAnswered).as(answers).isTrue();
        }
    }

    @Test
    void shouldSayThatABodyIsTooLarge() throws Exception {
        byte[] large = ("{\"title\":\"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);

        for (boolean announced : List.of(true, false)) {
            HttpResponse<String> answer = post("/door/body", large, announced);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("/problems/payload-too-large");
        }
        assertThat(post("/nowhere", large, true).statusCode()).isEqualTo(413);
        assertThat(post("/door/body", "{}".getBytes(StandardCharsets.UTF_8), false)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldExplainWhatTheFrameworkRefuses() {
        problem(given().accept("application/xml").get("/door/main/private").then(), 406, "not-acceptable");
        problem(
                given().contentType("application/xml")
                        .body("<a/>")
                        .post("/door/body")
                        .then(),
                415,
                "unsupported-media-type");
        problem(given().get("/door/main/number?n=x").then(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ";",
                ";a/b",
                "*",
                "/json",
                "application/",
                "application/json/x",
                "application json",
                "application/json, text/plain"
            })
    void shouldRefuseAContentTypeThatIsNone(String type) {
        for (String address :
                List.of("POST /door/body", "PUT /door/main/open", "GET /door/main/open", "GET /nowhere")) {
            RawAnswer refused = send(address, "Content-Type: " + type);

            assertThat(refused.problem(415, "unsupported-media-type").getString("fix"))
                    .isEqualTo("Send application/json.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json;",
                "application/json; charset=utf-8",
                "application/json;charset=\"utf-8\"; x",
                "application/json;charset=nonsense"
            })
    void shouldReadAContentTypeWithWhateverParameters(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/door/body"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ";",
                "*",
                "*/json",
                "application/json/x",
                "x, ;, *;q=.2",
                "application/json;q=x",
                "application/json;q=2",
                "application/json;q=-1",
                "application/json;q=NaN",
                "application/json;q=0"
            })
    void shouldRefuseToAnswerInAFormThatNobodyCanRead(String accept) {
        for (String address :
                List.of("GET /door/main/private", "PUT /door/main/open", "POST /door/body", "GET /nowhere")) {
            Json refused = send(address, "Accept: " + accept, bearer()).problem(406, "not-acceptable");

            assertThat(refused.getString("detail")).contains("Accept");
            assertThat(refused.getString("fix")).contains("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/problem+json", "text/html, x;q=1", "application/xml;q=1.0"})
    void shouldRefuseToAnswerInAnotherForm(String accept) {
        send("GET /door/main/private", "Accept: " + accept, bearer()).problem(406, "not-acceptable");
        send("POST /door/twice", "Accept: " + accept).problem(406, "not-acceptable");
        assertThat(send("PUT /door/main/open", "Accept: " + accept).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "*/*",
                "application/*",
                "application/json",
                "APPLICATION/JSON",
                "application/problem+json, application/json",
                "application/problem+json,, application/json,",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "x, application/json;q=0.5",
                "application/json;q=x, */*",
                "application/json;a=\"b,c\", application/json"
            })
    void shouldAnswerInTheFormThatCanBeUsed(String accept) {
        RawAnswer answer = send("GET /door/main/private", "Accept: " + accept, bearer());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(send("POST /door/twice", "Accept: " + accept).status()).isEqualTo(200);
        assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("content-type: application/json");
        assertThat(send("GET /door/main/private", "Accept: x", "Accept: " + accept, "Accept: */*", bearer())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b\r\nCookie: onstage_refresh=x",
                "Cookie: a=b, onstage_refresh=x",
                "Cookie: a=b,onstage_refresh=x",
                "Cookie: a=b;onstage_access=x",
                "Cookie: a=b;\tonstage_access=x",
                "Cookie: $Version=1,$Path=/;onstage_access=x",
                "Cookie: a=\"b; onstage_access=x",
                "cookie: Onstage_Access=x",
            })
    void shouldSeeItsCookiesHoweverTheyAreWritten(String cookies) {
        send("POST /door/main/command", cookies).problem(403, "foreign-origin");
        send("POST /door/main/command", cookies, "Origin: " + OURS).problem(401, "unauthenticated");
    }

    @Test
    void shouldNotMindTheCookiesOfOthers() {
        assertThat(send("PUT /door/main/open", "Cookie: a=b; stage=c", "Cookie: on=stage")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void shouldCloseConnectionsOnlyWhenEvenAnEventStreamWouldHaveSaidSomething() {
        assertThat(idleTimeout)
                .isEqualTo(Duration.ofSeconds(90))
                .isGreaterThan(streams.heartbeat().multipliedBy(2));
    }

    @Test
    void shouldLimitHowOftenAnAccountGivesACommand() {
        String busy = TestTokens.user("busy").sign();
        for (int i = 0; i < 3; i++) {
            given().auth().oauth2(busy).post("/door/main/command").then().statusCode(204);
        }

        problem(given().auth().oauth2(busy).post("/door/main/command").then(), 429, "too-many-commands")
                .header("Retry-After", Integer::parseInt, greaterThan(0))
                .body(at("fix", containsString("Wait")));
        given().auth()
                .oauth2(TestTokens.user("calm").sign())
                .post("/door/main/command")
                .then()
                .statusCode(204);
    }

    private HttpResponse<String> post(String path, byte[] body, boolean announced)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = announced
                ? HttpRequest.BodyPublishers.ofByteArray(body)
                : HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .header("Content-Type", "application/json")
                                .POST(publisher)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the request line as it is written, which no client does that checks its addresses. */
    private RawAnswer raw(String method, String path) {
        return send(method + " " + path);
    }

    private RawAnswer send(String methodAndPath, String... headers) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = methodAndPath + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return RawAnswer.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record RawAnswer(int status, String head, String body) {
        static RawAnswer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = text.substring(0, end);
            return new RawAnswer(Integer.parseInt(head.split(" ", 3)[1]), head, text.substring(end + 4));
        }

        Json problem(int status, String slug) {
            assertThat(this.status).as(head).isEqualTo(status);
            assertThat(head.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
            Json problem = Json.of(body);
            assertThat(problem.getString("type")).isEqualTo("/problems/" + slug);
            assertThat(problem.getInt("status")).isEqualTo(status);
            return problem;
        }
    }

    private static String bearer() {
        return "Authorization: Bearer " + TestTokens.viewer();
    }

    private static ValidatableResponse body(String json) {
        return given().contentType(ContentType.JSON)
                .body(json)
                .post("/door/body")
                .then();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/" + slug)))
                .body(at("status", equalTo(status)));
    }

    /** A choice. */
    public enum Kind {
        FIRST,
        SECOND
    }

    /** A body with every kind of field. */
    public record Everything(
            @Nullable Kind kind,
            @Nullable Integer seconds,
            @Nullable Boolean on,
            @Nullable String title,
            @Nullable @MultiLine String words,
            @Nullable List<String> names,
            @Nullable Inner inner,
            @Nullable UUID id) {}

    /** A part of it. */
    public record Inner(String title) {}

    /** Endpoints to try. */
    @Path("/door")
    public static class DoorResource {
        @Inject
        Pool pool;

        @GET
        @Path("{channelId}/open")
        @PermitAll
        public Uni<String> open(String channelId, @QueryParam("q") String q) {
            return Uni.createFrom().item("open");
        }

        @PUT
        @Path("{channelId}/open")
        @PermitAll
        public Uni<Void> change(String channelId) {
            return Uni.createFrom().voidItem();
        }

        @GET
        @Path("{channelId}/open/session/{code}")
        @PermitAll
        public Uni<String> code(String channelId, String code) {
            return Uni.createFrom().item(code);
        }

        @GET
        @Path("{channelId}/sessions/{sessionId}")
        @PermitAll
        public Uni<String> session(String channelId, UUID sessionId) {
            return Uni.createFrom().item(sessionId.toString());
        }

        @POST
        @Path("{channelId}/sessions/replay")
        @PermitAll
        public Uni<Void> replay(String channelId) {
            return Uni.createFrom().voidItem();
        }

        @GET
        @Path("{channelId}/private")
        @Produces("application/json")
        public Uni<String> secret(String channelId) {
            return Uni.createFrom().item("{}");
        }

        @GET
        @Path("{channelId}/number")
        @PermitAll
        public Uni<Integer> number(String channelId, @QueryParam("n") int n) {
            return Uni.createFrom().item(n);
        }

        @POST
        @Path("{channelId}/command")
        @CommandLimit("tried")
        public Uni<Void> command(String channelId) {
            return Uni.createFrom().voidItem();
        }

        @POST
        @Path("body")
        @PermitAll
        @Consumes("application/json")
        public Uni<Everything> body(Everything everything) {
            return Uni.createFrom().item(everything);
        }

        @POST
        @Path("twice")
        @PermitAll
        @Consumes("application/json")
        @Produces("application/json")
        public Uni<Response> withBody(@Nullable Everything everything) {
            return Uni.createFrom().item(Response.ok(new Inner("with")).build());
        }

        @POST
        @Path("twice")
        @PermitAll
        @Produces("application/json")
        public Uni<Response> withoutBody() {
            return Uni.createFrom().item(Response.ok(new Inner("without")).build());
        }

        @GET
        @Path("kept")
        @PermitAll
        public Uni<Response> kept() {
            return Uni.createFrom()
                    .item(Response.ok("kept")
                            .header("Cache-Control", "public, max-age=5")
                            .build());
        }

        @GET
        @Path("database/{state}")
        @PermitAll
        public Uni<String> database(String state) {
            return state.equals("22021")
                    ? pool.preparedQuery("SELECT $1::text")
                            .execute(Tuple.of("a\u0000"))
                            .map(rows -> "stored")
                    : pool.query("SELECT 2147483647::int + 1").execute().map(rows -> "counted");
        }
    }
}
