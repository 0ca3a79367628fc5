package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of message.mdx at its value and one above. */
class PayloadLimitsTest {
    static Stream<Arguments> limits() {
        return Stream.of(
                limit("content", 2000, n -> new JsonObject().put("content", text(n))),
                limit("username", 80, n -> content().put("username", text(n))),
                limit("username", 80, n -> content().put("username", "\uD83D\uDD34".repeat(n))),
                limit("embeds", 10, n -> new JsonObject().put("embeds", list(n, i -> described()))),
                limit("embeds.0.title", 256, n -> embed("title", text(n))),
                limit("embeds.0.description", 4096, n -> embed("description", text(n))),
                limit("embeds.0.fields", 25, n -> embed("fields", list(n, i -> field("n", "v")))),
                limit("embeds.0.fields.0.name", 256, n -> embed("fields", list(1, i -> field(text(n), "v")))),
                limit("embeds.0.fields.0.value", 1024, n -> embed("fields", list(1, i -> field("n", text(n))))),
                limit("embeds.0.footer.text", 2048, n -> embed("footer", new JsonObject().put("text", text(n)))),
                limit("embeds.0.author.name", 256, n -> embed("author", new JsonObject().put("name", text(n)))),
                limit("embeds", 6000, n -> new JsonObject()
                        .put(
                                "embeds",
                                new JsonArray()
                                        .add(new JsonObject().put("description", text(4096)))
                                        .add(new JsonObject().put("description", text(n - 4096))))),
                limit("embeds.0.color", 0xFFFFFF, n -> embed("color", n)),
                limit("allowed_mentions.roles", 100, n -> content()
                        .put("allowed_mentions", new JsonObject().put("roles", list(n, Integer::toString)))),
                limit("allowed_mentions.users", 100, n -> content()
                        .put("allowed_mentions", new JsonObject().put("users", list(n, Integer::toString)))),
                limit("thread_name", 100, n -> content().put("thread_name", text(n))),
                limit("applied_tags", 5, n -> content().put("applied_tags", list(n, Integer::toString))),
                limit("components", 5, n -> content().put("components", rows(n))),
                limit("components.0.components", 5, n -> content()
                        .put("components", row(list(n, i -> link("Watch", "https://example.org"))))),
                limit("components", 4000, n -> layout(text(n))),
                limit("components.0.components.0.label", 80, n -> button(text(n), "https://example.org")),
                limit(
                        "components.0.components.0.url",
                        512,
                        n -> button("Watch", "https://example.org/" + text(n - "https://example.org/".length()))));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void shouldAcceptTheLimitAndRefuseOneMore(String field, int limit, IntFunction<JsonObject> payload) {
        assertThat(PayloadValidator.formErrors(payload.apply(limit))).isEmpty();
        assertThat(PayloadValidator.formErrors(payload.apply(limit + 1)))
                .hasValueSatisfying(error -> assertThat(errorsAt(error, field)).isNotEmpty());
    }

    @Test
    void shouldAddUpTheTextOfAllEmbedsAndAllTheirParts() {
        JsonArray embeds = list(3, i -> new JsonObject()
                .put("title", text(100))
                .put("description", text(1000))
                .put("author", new JsonObject().put("name", text(100)))
                .put("footer", new JsonObject().put("text", text(600)))
                .put("fields", list(1, j -> field(text(100), text(100)))));

        assertThat(PayloadValidator.formErrors(new JsonObject().put("embeds", embeds)))
                .isEmpty();
        embeds.getJsonObject(2).put("title", text(101));
        assertThat(PayloadValidator.formErrors(new JsonObject().put("embeds", embeds)))
                .hasValueSatisfying(
                        error -> assertThat(errorsAt(error, "embeds")).isNotEmpty());
    }

    @Test
    void shouldCountTrimmedText() {
        assertThat(PayloadValidator.formErrors(embed("title", " " + text(256) + "\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "relative/path, URL_TYPE_INVALID_URL",
        "'https://a b', URL_TYPE_INVALID_URL",
        "'', URL_TYPE_INVALID_URL",
        "ftp://example.org, URL_TYPE_INVALID_SCHEME"
    })
    void shouldFailTheWholeMessageForOneBadAddress(String url, String code) {
        assertRefused(content().put("avatar_url", url), "avatar_url", code);
        assertRefused(embed("url", url), "embeds.0.url", code);
        for (String part : List.of("image", "thumbnail")) {
            assertRefused(embed(part, new JsonObject().put("url", url)), "embeds.0." + part + ".url", code);
        }
        assertRefused(
                embed("author", new JsonObject().put("name", "Nova").put("icon_url", url)),
                "embeds.0.author.icon_url",
                code);
        assertRefused(
                embed("footer", new JsonObject().put("text", "Nova").put("icon_url", url)),
                "embeds.0.footer.icon_url",
                code);
    }

    @Test
    void shouldRequireTheAddressOfAnImage() {
        assertRefused(embed("image", new JsonObject()), "embeds.0.image.url", "BASE_TYPE_REQUIRED");
        assertRefused(
                embed("thumbnail", new JsonObject().putNull("url")), "embeds.0.thumbnail.url", "BASE_TYPE_REQUIRED");
    }

    /** A body with one value of a wrong kind, where the error stands and its code. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":1}                                  | content | STRING_TYPE_CONVERT",
                "{\"content\":\"x\",\"tts\":\"yes\"}               | tts | BOOLEAN_TYPE_CONVERT",
                "{\"content\":\"x\",\"flags\":\"4\"}               | flags | NUMBER_TYPE_COERCE",
                "{\"content\":\"x\",\"username\":1}              | username | STRING_TYPE_CONVERT",
                "{\"content\":\"x\",\"username\":\" \"}            | username | BASE_TYPE_BAD_LENGTH",
                "{\"embeds\":{}}                                  | embeds | LIST_TYPE_CONVERT",
                "{\"embeds\":[1]}                                 | embeds.0 | MODEL_TYPE_CONVERT",
                "{\"embeds\":[{\"title\":1}]}                     | embeds.0.title | STRING_TYPE_CONVERT",
                "{\"embeds\":[{\"title\":\"x\",\"timestamp\":\"soon\"}]} | embeds.0.timestamp | DATE_TIME_TYPE_PARSE",
                "{\"embeds\":[{\"title\":\"x\",\"color\":-1}]}    | embeds.0.color | NUMBER_TYPE_MIN",
                "{\"embeds\":[{\"title\":\"x\",\"color\":\"red\"}]} | embeds.0.color | NUMBER_TYPE_COERCE",
                "{\"allowed_mentions\":[]}                        | allowed_mentions | MODEL_TYPE_CONVERT",
                "{\"allowed_mentions\":{\"parse\":\"users\"}}     | allowed_mentions.parse | LIST_TYPE_CONVERT",
                "{\"allowed_mentions\":{\"parse\":[\"here\"]}}    | allowed_mentions.parse.0 | BASE_TYPE_CHOICES",
                "{\"allowed_mentions\":{\"roles\":[\"mods\"]}}    | allowed_mentions.roles.0 | NUMBER_TYPE_COERCE",
                "{\"components\":[{\"type\":2}]}                  | components.0.type | UNION_TYPE_CHOICES",
                "{\"components\":[{\"type\":10,\"content\":\"x\"}]} | components.0.type | UNION_TYPE_CHOICES",
                "{\"components\":[{\"type\":1,\"components\":[]}]} | components.0.components | BASE_TYPE_BAD_LENGTH",
                "{\"flags\":32768,\"content\":\"x\"} | content | MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            })
    void shouldNameTheFieldThatIsWrong(String body, String field, String code) {
        assertRefused(new JsonObject(body), field, code);
    }

    @Test
    void shouldRequireWhatMakesAnEmbedVisible() {
        assertThat(PayloadValidator.formErrors(new JsonObject().put("embeds", list(1, i -> new JsonObject()))))
                .hasValueSatisfying(error ->
                        assertThat(errorsAt(error, "embeds.0.description")).isNotEmpty());
        assertThat(PayloadValidator.formErrors(embed("fields", list(1, i -> field("", " ")))))
                .hasValueSatisfying(error -> {
                    assertThat(errorsAt(error, "embeds.0.fields.0.name")).isNotEmpty();
                    assertThat(errorsAt(error, "embeds.0.fields.0.value")).isNotEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({"My Discord Bot", "CLYDE"})
    void shouldRefuseNamesThatPretend(String username) {
        assertThat(PayloadValidator.formErrors(content().put("username", username)))
                .hasValueSatisfying(
                        error -> assertThat(errorsAt(error, "username")).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "here | USERNAME_INVALID",
                "Everyone | USERNAME_INVALID",
                "' here ' | USERNAME_INVALID",
                "@Nova | USERNAME_INVALID_CONTAINS",
                "Nova #1 | USERNAME_INVALID_CONTAINS",
                "Nova: live | USERNAME_INVALID_CONTAINS",
                "```Nova | USERNAME_INVALID_CONTAINS",
                "'' | BASE_TYPE_BAD_LENGTH",
                "'\u3000' | BASE_TYPE_BAD_LENGTH",
                "'\u200B' | BASE_TYPE_BAD_LENGTH",
                "'\u2800' | BASE_TYPE_BAD_LENGTH"
            })
    void shouldRefuseNamesThatMentionOrShowNothing(String username, String code) {
        assertRefused(content().put("username", username), "username", code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"there", "everyone's bot", "Nova `live`", "夜の配信"})
    void shouldTakeNamesThatOnlyResembleThem(String username) {
        assertThat(PayloadValidator.formErrors(content().put("username", username)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/a.png",
                "https://a.localhost/a.png",
                "https://intranet/a.png",
                "https://127.0.0.1/a.png",
                "https://2130706433/a.png",
                "https://127.0x1/a.png",
                "https://[::1]/a.png"
            })
    void shouldRefusePicturesThatItCannotFetch(String url) {
        assertRefused(content().put("avatar_url", url), "avatar_url", "URL_TYPE_INVALID_URL");
        assertRefused(embed("image", new JsonObject().put("url", url)), "embeds.0.image.url", "URL_TYPE_INVALID_URL");
    }

    @Test
    void shouldTakeLinksThatItNeverFollows() {
        assertThat(PayloadValidator.formErrors(embed("url", "http://localhost:8080/c/main")))
                .isEmpty();
    }

    @Test
    void shouldRefuseMentionsThatContradictEachOther() {
        JsonObject mentions =
                new JsonObject().put("parse", new JsonArray().add("roles")).put("roles", new JsonArray().add("1"));

        assertThat(PayloadValidator.formErrors(content().put("allowed_mentions", mentions)))
                .hasValueSatisfying(
                        error -> assertThat(errorsAt(error, "allowed_mentions")).isNotEmpty());
    }

    @Test
    void shouldRefuseInteractiveButtons() {
        JsonObject button = new JsonObject().put("type", 2).put("style", 1).put("custom_id", "x");

        assertRefused(
                content().put("components", row(list(1, i -> button))),
                "components.0.components.0.style",
                "BASE_TYPE_CHOICES");
    }

    @Test
    void shouldRefuseButtonsThatLeadNowhere() {
        JsonObject button = link("Watch", "https://example.org");
        button.remove("url");

        assertRefused(
                content().put("components", row(list(1, i -> button))),
                "components.0.components.0.url",
                "BASE_TYPE_REQUIRED");
        assertRefused(button("Watch", "javascript:alert(1)"), "components.0.components.0.url", "URL_TYPE_INVALID_URL");
    }

    @Test
    void shouldSpeakAsDiscordDoes() {
        ApiError error = PayloadValidator.formErrors(embed("title", text(257))).orElseThrow();

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.toJson())
                .isEqualTo(new JsonObject("{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":{\"embeds\":"
                        + "{\"0\":{\"title\":{\"_errors\":[{\"code\":\"BASE_TYPE_MAX_LENGTH\","
                        + "\"message\":\"Must be 256 or fewer in length.\"}]}}}}}"));
    }

    private static void assertRefused(JsonObject body, String field, String code) {
        assertThat(PayloadValidator.formErrors(body)).hasValueSatisfying(error -> assertThat(
                        errorsAt(error, field).stream().map(entry -> ((JsonObject) entry).getString("code")))
                .as(error.toJson().encode())
                .contains(code));
    }

    private static Arguments limit(String field, int limit, IntFunction<JsonObject> payload) {
        return Arguments.of(field, limit, payload);
    }

    private static JsonArray errorsAt(ApiError error, String path) {
        JsonObject node = error.errors();
        for (String step : path.split("\\.", -1)) {
            node = node == null ? null : node.getJsonObject(step);
        }
        return node == null ? new JsonArray() : node.getJsonArray("_errors", new JsonArray());
    }

    private static JsonObject content() {
        return new JsonObject().put("content", "x");
    }

    private static JsonObject described() {
        return new JsonObject().put("description", "x");
    }

    private static JsonObject embed(String name, Object value) {
        return new JsonObject().put("embeds", new JsonArray().add(described().put(name, value)));
    }

    private static JsonObject field(String name, String value) {
        return new JsonObject().put("name", name).put("value", value).put("inline", true);
    }

    private static JsonObject button(String label, String url) {
        return content().put("components", row(list(1, i -> link(label, url))));
    }

    private static JsonObject link(String label, String url) {
        return new JsonObject()
                .put("type", 2)
                .put("style", 5)
                .put("label", label)
                .put("url", url);
    }

    private static JsonArray row(JsonArray buttons) {
        return new JsonArray().add(new JsonObject().put("type", 1).put("components", buttons));
    }

    private static JsonArray rows(int size) {
        return list(size, i -> row(list(1, j -> link("Watch", "https://example.org")))
                .getJsonObject(0));
    }

    private static JsonObject layout(String text) {
        return new JsonObject()
                .put("flags", Components.FLAG_V2)
                .put("components", list(1, i -> new JsonObject().put("type", 10).put("content", text)));
    }

    private static JsonArray list(int size, IntFunction<Object> item) {
        JsonArray list = new JsonArray();
        IntStream.range(0, size).mapToObj(item).forEach(list::add);
        return list;
    }

    private static String text(int length) {
        return "x".repeat(length);
    }
}
