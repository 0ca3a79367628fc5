package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.problem;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a body. */
@QuarkusTest
@WithTestResource(StackResource.class)
class BodiesTest {
    private static final int PATIENCE_MILLIS = 120_000;

    @TestHTTPResource
    URI address;

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

    private static ValidatableResponse body(String json) {
        return given().contentType(ContentType.JSON)
                .body(json)
                .post("/door/body")
                .then();
    }
}
