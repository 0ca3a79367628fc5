package dev.onstage.localstack.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/** The hostile inputs, as a list of kinds. */
final class Attacks {

    /** Stands in paths, headers and bodies; no line of a log may begin with it. */
    static final String FORGED = "FORGED-LOG-LINE";

    private static final String WEBHOOK = "/api/webhooks/getstream";
    private static final String JSON = "application/json";
    private static final int MANY_MEMBERS = 40_000;
    private static final int FEWER_MEMBERS = 8_000;
    private static final int DEEP = 20_000;
    private static final Duration TRICKLE = Duration.ofMillis(200);
    private static final Set<Integer> REFUSALS =
            Set.of(400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 429, 431, 503);

    private final String apiKey;
    private final String channelId;
    private final Supplier<String> token;
    private final List<Attack> all = new ArrayList<>();

    /**
     * @param apiKey the public key of the provider's app
     * @param channelId a channel that nobody watches
     * @param token a good access token of its broadcaster
     */
    Attacks(String apiKey, String channelId, Supplier<String> token) {
        this.apiKey = apiKey;
        this.channelId = channelId;
        this.token = token;
        bombs();
        wrongSignatures();
        paths();
        forgedLines();
        tokens();
        methods();
        otherSites();
        guesses();
        oddBodies();
        streams();
        slowness();
    }

    List<Attack> list() {
        return List.copyOf(all);
    }

    private void bombs() {
        byte[] many = emptyMembers(MANY_MEMBERS);
        byte[] fewer = emptyMembers(FEWER_MEMBERS);
        for (byte[] bomb : List.of(many, fewer)) {
            String size = bomb.length / 1000 + " kB";
            add("gzip of empty members, our key, " + size, delivery(apiKey, "0".repeat(64), bomb), Attacks::refused);
            add(
                    "gzip of empty members, unknown key, " + size,
                    delivery("nobody", "0".repeat(64), bomb),
                    Attacks::refused);
        }
    }

    private void wrongSignatures() {
        byte[] body = "{\"type\":\"call.updated\",\"call_cid\":\"livestream:x\"}".getBytes(StandardCharsets.UTF_8);
        for (String signature : List.of("0".repeat(64), "", "zz", "\u00e4".repeat(64), "a".repeat(9_000))) {
            add("wrong signature", delivery(apiKey, signature, body), Attacks::refused);
        }
        add("unknown key", delivery("nobody", "0".repeat(64), body), Attacks::refused);
    }

    private void paths() {
        for (String path : List.of(
                "/api/../q/metrics",
                "/api/%2e%2e/q/metrics",
                "/api/%2E%2E/q/health",
                "/api/.%2e/q/openapi",
                "/api/..%2fq/metrics",
                "/api/%2e%2e%2fq%2fmetrics",
                "/api/..%5cq/metrics",
                "/api/..;/q/metrics",
                "/api/;x/../q/metrics",
                "//q/metrics",
                "/api//..//q/metrics",
                "/api/./../q/metrics",
                "/api/%252e%252e/q/metrics",
                "/q/metrics",
                "/api/webhooks/../../q/metrics",
                "/api/stats/%2e%2e/%2e%2e/q/metrics",
                "/api/notifications/../../q/health")) {
            add("path to management", get(path, ""), answer -> !isServerError(answer) && !isManagement(answer));
        }
        for (String path : List.of(
                "/api/channels/%00/live",
                "/api/channels/%00/live/events",
                "/api/channels/main%00/live",
                "/api/channels/%00/broadcast",
                "/api/stats/channels/%00",
                "/api/sessions/%00",
                "/api/sessions/%00/export.csv",
                "/api/webhooks/deliveries/%00",
                "/api/notifications/channels/%00",
                "/api/channels/%ff%fe/live",
                "/api/channels/%E3%80%80/live",
                "/api/channels/" + "a".repeat(5_000) + "/live")) {
            add("odd id in a path", signedIn("GET", path, "", ""), Attacks::refused);
        }
    }

    private void forgedLines() {
        for (String path : List.of(
                "/api/channels/x%0a" + FORGED + "/live",
                "/api/channels/x%0d%0a" + FORGED + "/broadcast",
                "/api/channels/x%e2%80%a8" + FORGED + "/live",
                "/api/x%1b%5b2J%0a" + FORGED)) {
            add("forged log line", get(path, ""), Attacks::refused);
        }
        add("forged log line", delivery("x\t" + FORGED, "0".repeat(64), new byte[] {'{', '}'}), Attacks::refused);
    }

    private void tokens() {
        for (String header : List.of(
                "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"kid\":[\"a\"]}",
                "{\"alg\":\"RS256\",\"kid\":{\"a\":1}}",
                "{\"alg\":\"RS256\",\"kid\":null}",
                "{\"alg\":7,\"kid\":\"a\"}",
                "{\"alg\":\"none\",\"kid\":\"a\"}",
                "{\"alg\":\"RS256\",\"kid\":\"a\\u0000b\"}",
                "{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}",
                "{\"alg\":\"HS256\",\"kid\":\"a\",\"crit\":[\"x\"]}",
                "[]",
                "7")) {
            String forged = base64(header) + "." + base64("{\"sub\":\"x\",\"iss\":\"onstage\"}") + ".AAAA";
            add("odd token header", get("/api/channels", bearer(forged)), is(401));
        }
        for (String text : List.of("", ".", "..", "a.b.c", "a".repeat(9_000), "\u00e4.\u00f6.\u00fc")) {
            add("token that is none", get("/api/channels", bearer(text)), is(401, 400, 431));
        }
    }

    private void methods() {
        for (String method : List.of("FOO", "PROPFIND", "TRACE", "X".repeat(500), "get", "BREW")) {
            add("unknown method", raw(method + " /api/channels/main/live HTTP/1.1", "", ""), Attacks::refused);
            add("unknown method", raw(method + " " + WEBHOOK + " HTTP/1.1", "", ""), Attacks::refused);
        }
        add(
                "two lengths",
                http -> http.send(bytes("POST /api/auth/sign-in HTTP/1.1\r\nHost: " + http.host()
                        + "\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")),
                Attacks::refused);
        add("garbage", http -> http.send(bytes("\u0016\u0003\u0001 no http at all\r\n\r\n")), Attacks::refused);
    }

    private void otherSites() {
        for (String origin :
                List.of("Origin: https://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n")) {
            for (String type : List.of("text/plain", JSON, "application/x-www-form-urlencoded")) {
                add(
                        "post from another site",
                        http -> http.send(request(
                                http,
                                "POST",
                                "/api/channels/" + channelId + "/go-live",
                                "Cookie: onstage_access=" + token.get() + "\r\n" + origin + "Content-Type: " + type
                                        + "\r\n",
                                "{\"withoutEncoder\":true}")),
                        is(403, 415, 429));
            }
        }
    }

    private void guesses() {
        var counter = new AtomicInteger();
        add(
                "sign-in guess",
                http -> http.send(request(
                        http,
                        "POST",
                        "/api/auth/sign-in",
                        "Content-Type: " + JSON + "\r\n",
                        "{\"email\":\"guess%d@example.org\",\"password\":\"correct horse %d\"}"
                                .formatted(counter.get() % 7, counter.incrementAndGet()))),
                Attacks::refused);
        add(
                "setup guess",
                http -> http.send(request(
                        http,
                        "POST",
                        "/api/setup",
                        "Content-Type: " + JSON + "\r\n",
                        "{\"setupToken\":\"guess-%d-guess-guess-guess\",\"email\":\"x@example.org\",\"name\":\"x\",\"password\":\"correct horse battery\"}"
                                .formatted(counter.incrementAndGet()))),
                Attacks::refused);
        add(
                "rotate storm",
                signedIn("POST", "/api/channels/" + channelId + "/encoder/rotate-key", "", ""),
                is(200, 409, 429, 503));
    }

    private void oddBodies() {
        Map<String, String> bodies = Map.of(
                "deep", "[".repeat(DEEP),
                "deep objects", "{\"a\":".repeat(DEEP),
                "endless number", "{\"graceSeconds\":1e999999}",
                "digits", "{\"graceSeconds\":" + "9".repeat(20_000) + "}",
                "fraction", "{\"graceSeconds\":60.9}",
                "nothing", "",
                "no number", "{\"graceSeconds\":NaN}",
                "nul", "{\"title\":\"a\\u0000b\"}",
                "half a pair", "{\"title\":\"\\ud800\"}",
                "blank", "{\"title\":\"\\u3000\"}");
        bodies.forEach((name, body) -> add(
                "odd JSON: " + name,
                signedIn("PATCH", "/api/channels/" + channelId, "Content-Type: " + JSON + "\r\n", body),
                Attacks::refused));
        add(
                "body too large",
                signedIn("PATCH", "/api/channels/" + channelId, "Content-Type: " + JSON + "\r\n", " ".repeat(3 << 20)),
                answer -> refused(answer) || answer.status() == 0);
        add(
                "header too large",
                get("/api/channels/main/live", "X-Long: " + "a".repeat(40_000) + "\r\n"),
                Attacks::refused);
    }

    private void streams() {
        add(
                "stream opened and left",
                http -> http.glance(request(http, "GET", "/api/channels/" + channelId + "/live/events", "", "")),
                is(200, 429, 503));
        add(
                "stream opened and left",
                http -> http.glance(request(
                        http, "GET", "/api/channels/" + channelId + "/broadcast/events", bearer(token.get()), "")),
                is(200, 401, 429, 503));
    }

    private void slowness() {
        Predicate<Answer> over = answer -> answer.status() == 0 || answer.status() == 408 || refused(answer);
        add(
                "headers that trickle in",
                http -> http.send(
                        bytes("GET /api/channels/main/live HTTP/1.1\r\nHost: " + http.host() + "\r\nX-Slow: "
                                + "a".repeat(400)),
                        1,
                        TRICKLE),
                over);
        add(
                "body that trickles in",
                http -> http.send(
                        bytes("POST " + WEBHOOK + " HTTP/1.1\r\nHost: " + http.host() + "\r\nX-Api-Key: " + apiKey
                                + "\r\nX-Signature: " + "0".repeat(64) + "\r\nContent-Length: 100000\r\n\r\n"
                                + "a".repeat(200)),
                        3,
                        TRICKLE),
                over);
    }

    private Function<RawHttp, Answer> delivery(String key, String signature, byte[] body) {
        return http -> http.send(join(
                bytes("POST " + WEBHOOK + " HTTP/1.1\r\nHost: " + http.host() + "\r\nContent-Type: " + JSON
                        + "\r\nX-Api-Key: " + key + "\r\nX-Signature: " + signature
                        + "\r\nX-Webhook-Id: " + FORGED + "\r\nContent-Length: " + body.length
                        + "\r\nConnection: close\r\n\r\n"),
                body));
    }

    private Function<RawHttp, Answer> get(String path, String headers) {
        return http -> http.send(request(http, "GET", path, headers, ""));
    }

    private Function<RawHttp, Answer> signedIn(String method, String path, String headers, String body) {
        return http -> http.send(request(http, method, path, bearer(token.get()) + headers, body));
    }

    private static Function<RawHttp, Answer> raw(String requestLine, String headers, String body) {
        return http -> http.send(bytes(
                requestLine + "\r\nHost: " + http.host() + "\r\nConnection: close\r\n" + headers + "\r\n" + body));
    }

    private static byte[] request(RawHttp http, String method, String path, String headers, String body) {
        byte[] content = bytes(body);
        String length = method.equals("GET") ? "" : "Content-Length: " + content.length + "\r\n";
        return join(
                bytes(method + " " + path + " HTTP/1.1\r\nHost: " + http.host() + "\r\nConnection: close\r\n" + headers
                        + length + "\r\n"),
                content);
    }

    private void add(String name, Function<RawHttp, Answer> strike, Predicate<Answer> right) {
        all.add(new Attack(name, strike, right));
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    /** Any answer that refuses; a connection that is closed counts, since what is no HTTP need not be answered. */
    private static boolean refused(Answer answer) {
        return answer.status() == 0 || REFUSALS.contains(answer.status());
    }

    private static Predicate<Answer> is(Integer... statuses) {
        return answer -> Set.of(statuses).contains(answer.status());
    }

    private static boolean isServerError(Answer answer) {
        return answer.status() < 0 || (answer.status() >= 500 && answer.status() != 503);
    }

    private static boolean isManagement(Answer answer) {
        return answer.status() == 200
                && (answer.text().contains("# HELP")
                        || answer.text().contains("\"checks\"")
                        || answer.text().contains("openapi:"));
    }

    private static byte[] emptyMembers(int count) {
        var member = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(member)) {
            gzip.finish();
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory takes everything", impossible);
        }
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(member.toByteArray());
        }
        return all.toByteArray();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
