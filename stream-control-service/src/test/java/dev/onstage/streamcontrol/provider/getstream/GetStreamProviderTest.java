package dev.onstage.streamcontrol.provider.getstream;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.notMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProvisionCommand;
import dev.onstage.testing.MountedSecret;
import dev.onstage.testing.StackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class GetStreamProviderTest {

    private static final CallId MAIN = new CallId("onstage", "main");
    private static final String CALL = "/api/v2/video/call/onstage/main";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    StreamingProvider provider;

    @Inject
    GetStreamCalls calls;

    @Inject
    AppAccess access;

    @Inject
    MeterRegistry metrics;

    @Inject
    ObjectMapper json;

    private WireMock getStream = GetStreamStub.server();

    @BeforeEach
    void emptyApp() {
        getStream = GetStreamStub.server();
        GetStreamStub.emptyApp();
        getStream.resetRequests();
    }

    @Test
    void shouldSendKeyTokenAndAuthType() throws IOException {
        givenCall("true");

        provider.getCall(MAIN).await().atMost(PATIENCE);

        var requests = getStream.find(getRequestedFor(urlPathEqualTo(CALL))
                .withQueryParam("api_key", equalTo(GetStreamStub.API_KEY))
                .withHeader("stream-auth-type", equalTo("jwt")));
        assertThat(requests).hasSize(1);
        JsonNode claims = claims(requests.get(0).getHeader("Authorization"));
        assertThat(claims.path("server").asBoolean()).isTrue();
        assertThat(Instant.ofEpochSecond(claims.path("iat").asLong()))
                .isBefore(Instant.now().minusSeconds(5));
    }

    @Test
    void shouldSignWithTheSecretThatTheFileHoldsAtTheMoment() {
        givenCall("true");
        String next = "another-secret-$${of}-the-app";

        try {
            mountSecret(next);
        } finally {
            mountSecret(GetStreamStub.API_SECRET);
        }
    }

    /** Returns when requests are signed with it. */
    private void mountSecret(String secret) {
        Path folder = Path.of(ConfigProvider.getConfig().getValue("onstage.secret-files", String.class));
        new MountedSecret(folder).mount(Map.of(GetStreamStub.SECRET_FILE, secret));
        await().atMost(PATIENCE).untilAsserted(() -> {
            getStream.resetRequests();
            provider.getCall(MAIN).await().atMost(PATIENCE);
            String token =
                    getStream.find(getRequestedFor(urlPathEqualTo(CALL))).get(0).getHeader("Authorization");
            int end = token.lastIndexOf('.');
            assertThat(token.substring(end + 1)).isEqualTo(signature(token.substring(0, end), secret));
        });
    }

    private static String signature(String signed, String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldReadNanosecondsAndText() {
        givenCall("false");

        var call = provider.getCall(MAIN).await().atMost(PATIENCE);

        assertThat(call.updatedAt()).isEqualTo(Instant.ofEpochSecond(1795201504, 340118123));
        assertThat(call.backstage()).isFalse();
        assertThat(call.session()).satisfies(session -> {
            assertThat(session.open()).isTrue();
            assertThat(session.liveStartedAt()).isEqualTo(Instant.parse("2026-11-20T19:05:00.338944Z"));
            assertThat(session.countsByRole()).containsEntry("user", 41);
            assertThat(session.anonymousCount()).isEqualTo(7);
        });
    }

    @Test
    void shouldTakeStaysAndCountsFromOneAnswer() {
        Instant before = Instant.now();
        getStream.register(post(urlPathEqualTo(CALL + "/participants"))
                .willReturn(okJson("{\"call\":" + GetStreamStub.call("main", false, null) + """
                        ,"members":[],"own_capabilities":[],"total_participants":1,"participants":[
                         {"user":{"id":"broadcaster-main","name":"Mara"},"user_session_id":"u-1","role":"host",
                          "joined_at":1795201203902101000},
                         {"user":{"id":"somebody"},"user_session_id":"u-2","joined_at":1795201203902101000}]}\
                        """)));

        var attendance = provider.attendance(MAIN, "broadcaster-main").await().atMost(PATIENCE);

        assertThat(attendance.stays())
                .extracting(StreamingProvider.ProviderParticipant::userSessionId)
                .containsExactly("u-1");
        assertThat(attendance.session()).satisfies(session -> {
            assertThat(session.id()).isEqualTo("s-1");
            assertThat(session.countsByRole()).containsOnly(entry("host", 1), entry("user", 41));
            assertThat(session.anonymousCount()).isEqualTo(7);
        });
        assertThat(attendance.askedAt()).isBetween(before, attendance.answeredAt());
    }

    @Test
    void shouldLeaveOutParticipantsThatCannotBeStored() {
        getStream.register(post(urlPathEqualTo(CALL + "/participants"))
                .willReturn(okJson("{\"call\":" + GetStreamStub.call("main", false, null) + """
                        ,"participants":[
                         {"user":{"id":"mara","name":"Ma\\u0000ra"},"user_session_id":"u-1","role":"host\\ud800",
                          "joined_at":1795201203902101000},
                         {"user":{"id":"mara"},"user_session_id":"u\\u0000","joined_at":1795201203902101000},
                         {"user":{"id":"mara"},"joined_at":1795201203902101000},
                         {"user":{"id":"mara"},"user_session_id":"u-2"},
                         {"user":{},"user_session_id":"u-3","joined_at":1795201203902101000},
                         {"user_session_id":"u-4","joined_at":1795201203902101000}]}\
                        """)));

        var attendance = provider.attendance(MAIN, "mara").await().atMost(PATIENCE);

        assertThat(attendance.stays()).singleElement().satisfies(stay -> {
            assertThat(stay.userSessionId()).isEqualTo("u-1");
            assertThat(stay.displayName()).isEqualTo("Ma\ufffdra");
            assertThat(stay.role()).isEqualTo("host\ufffd");
        });
    }

    @Test
    void shouldNotTakeAStayThatCannotBeReadForNobody() {
        getStream.register(post(urlPathEqualTo(CALL + "/participants"))
                .willReturn(okJson("{\"call\":" + GetStreamStub.call("main", false, null) + """
                        ,"participants":[{"user":{"id":"mara"},"user_session_id":"u-1"}]}\
                        """)));

        assertThatThrownBy(() -> provider.attendance(MAIN, "mara").await().atMost(PATIENCE))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("cannot be used");
    }

    @ParameterizedTest(name = "code {1} with HTTP {0} means {2}")
    @CsvSource({
        "500,-1,UNAVAILABLE",
        "401,2,CREDENTIALS_REFUSED",
        "401,5,CREDENTIALS_REFUSED",
        "401,43,CREDENTIALS_REFUSED",
        "401,40,CREDENTIALS_REFUSED",
        "401,41,CREDENTIALS_REFUSED",
        "401,42,CREDENTIALS_REFUSED",
        "400,4,REJECTED",
        "400,6,REJECTED",
        "400,18,REJECTED",
        "400,19,REJECTED",
        "400,20,REJECTED",
        "400,21,REJECTED",
        "400,44,REJECTED",
        "400,45,REJECTED",
        "400,73,REJECTED",
        "429,9,UNAVAILABLE",
        "404,16,NOT_FOUND",
        "403,17,REJECTED",
        "413,22,REJECTED",
        "408,23,UNAVAILABLE",
        "431,24,REJECTED",
        "400,46,REJECTED",
        "400,69,REJECTED",
        "400,71,UNAVAILABLE",
        "403,60,REJECTED",
        "403,70,REJECTED",
        "403,99,CREDENTIALS_REFUSED"
    })
    void shouldSayWhatEachErrorCodeMeans(int status, int code, Kind kind) {
        getStream.register(post(urlPathEqualTo(CALL + "/go_live"))
                .willReturn(GetStreamStub.error(status, code, "GoLive failed with error: no")));

        ProviderException failure = failure(() -> provider.goLive(MAIN).await().atMost(PATIENCE));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.what()).contains("(code " + code + ")");
        assertThat(failure.toString()).doesNotContain(GetStreamStub.API_SECRET);
        getStream.verifyThat(1, postRequestedFor(urlPathEqualTo(CALL + "/go_live")));
    }

    /** What it says is kept with the channel. */
    @Test
    void shouldMakeTheTextOfAnErrorStorable() {
        getStream.register(post(urlPathEqualTo(CALL + "/go_live"))
                .willReturn(GetStreamStub.error(400, 4, "no\\u0000 \\uD83D, never")));

        ProviderException failure = failure(() -> provider.goLive(MAIN).await().atMost(PATIENCE));

        assertThat(failure.what()).contains("no\uFFFD \uFFFD, never");
    }

    @Test
    void shouldNameTheSettingWhenTheSecretIsWrong() {
        getStream.register(
                get(urlPathEqualTo(CALL)).willReturn(GetStreamStub.error(401, 43, "signature is not valid")));

        ProviderException failure = failure(() -> provider.getCall(MAIN).await().atMost(PATIENCE));

        assertThat(failure).hasMessageStartingWith("GetStream refused the API secret (code 43). Set STREAM_API_SECRET");
        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo(CALL)));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void shouldRepeatReadsWhileTheServerFails(int status) {
        getStream.register(get(urlPathEqualTo(CALL))
                .inScenario("flaky")
                .whenScenarioStateIs("Started")
                .willReturn(aResponse().withStatus(status).withBody("<html>a proxy's page</html>"))
                .willSetStateTo("up"));
        getStream.register(get(urlPathEqualTo(CALL))
                .inScenario("flaky")
                .whenScenarioStateIs("up")
                .willReturn(okJson("{\"call\":" + GetStreamStub.call("main", true, null) + "}")));

        var call = provider.getCall(MAIN).await().atMost(PATIENCE);

        assertThat(call.call()).isEqualTo(MAIN);
        getStream.verifyThat(2, getRequestedFor(urlPathEqualTo(CALL)));
    }

    @Test
    void shouldGiveUpReadingAfterThreeAttempts() {
        getStream.register(get(urlPathEqualTo(CALL)).willReturn(aResponse().withStatus(503)));

        ProviderException failure = failure(() -> provider.getCall(MAIN).await().atMost(PATIENCE));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        getStream.verifyThat(3, getRequestedFor(urlPathEqualTo(CALL)));
    }

    @Test
    void shouldNotRepeatWhatGetStreamCallsUnrecoverable() {
        getStream.register(get(urlPathEqualTo(CALL))
                .willReturn(aResponse()
                        .withStatus(500)
                        .withBody("{\"code\":-1,\"message\":\"no\",\"StatusCode\":500,\"unrecoverable\":true}")));

        failure(() -> provider.getCall(MAIN).await().atMost(PATIENCE));

        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo(CALL)));
    }

    /** No name that ends in {@code .example} leads anywhere but to the proxy's stub. */
    @Test
    void shouldReachVideoAndChatOnlyThroughTheProxy() {
        givenCall("true");

        provider.getCall(MAIN).await().atMost(PATIENCE);
        provider.ensureUser("somebody", "Somebody").await().atMost(PATIENCE);

        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo(CALL)));
        assertThat(getStream.find(postRequestedFor(urlPathEqualTo("/api/v2/users"))))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getScheme()).isEqualTo("https");
                    assertThat(request.containsHeader("Proxy-Authorization")).isFalse();
                });
    }

    @Test
    void shouldCallHostsDirectlyThatNeedNoProxyHoweverManyTheyAre() {
        VideoApi direct = QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create("http://127.0.0.1:" + GetStreamStub.port()))
                .build(VideoApi.class);
        givenCall("true");

        direct.getCall(MAIN.type(), MAIN.id()).await().atMost(PATIENCE);

        assertThat(getStream.find(getRequestedFor(urlPathEqualTo(CALL))))
                .singleElement()
                .satisfies(request -> assertThat(request.containsHeader("Proxy-Authorization"))
                        .isFalse());
    }

    @Test
    void shouldSayThatTheProxyWantsAnotherPassword() {
        getStream.register(get(urlPathEqualTo(CALL)).willReturn(aResponse().withStatus(407)));
        Exception tunnel = new HttpProxyConnectException(
                "http, basic, /10.0.0.1:3128 => video.example:443, status: 407 Proxy Authentication Required", null);

        ProviderException plain = failure(() -> provider.getCall(MAIN).await().atMost(PATIENCE));
        ProviderException encrypted =
                failure(() -> calls.once("go live", () -> Uni.createFrom().failure(new ProcessingException(tunnel)))
                        .await()
                        .atMost(PATIENCE));

        assertThat(Stream.of(plain, encrypted)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.what())
                    .isEqualTo("GetStream cannot be reached. The proxy does not take quarkus.proxy.username and"
                            + " quarkus.proxy.password (407).");
        });
        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo(CALL)));
    }

    @Test
    void shouldTakeAnEncryptedAnswerForGetStreamsWhateverItSays() {
        getStream.register(post(urlPathEqualTo("/api/v2/users"))
                .willReturn(
                        aResponse().withStatus(407).withBody("{\"code\":5,\"message\":\"odd\",\"StatusCode\":407}")));

        assertThat(failure(() -> provider.ensureUser("somebody", "Somebody")
                                .await()
                                .atMost(PATIENCE))
                        .what())
                .doesNotContain("proxy")
                .contains("odd");
    }

    @Test
    void shouldTimeEachAttemptByOperationAndOutcome() {
        double done = attempts("read-the-call", "DONE");
        double unavailable = attempts("read-the-call", "UNAVAILABLE");
        givenCall("true");
        provider.getCall(MAIN).await().atMost(PATIENCE);
        getStream.register(get(urlPathEqualTo(CALL)).willReturn(aResponse().withStatus(503)));
        failure(() -> provider.getCall(MAIN).await().atMost(PATIENCE));

        assertThat(attempts("read-the-call", "DONE") - done).isEqualTo(1);
        assertThat(attempts("read-the-call", "UNAVAILABLE") - unavailable).isEqualTo(3);
        assertThat(metrics.get("getstream.calls").timers())
                .allSatisfy(timer -> assertThat(timer.getId().getTags()).hasSize(2));
    }

    private double attempts(String operation, String outcome) {
        return metrics.find("getstream.calls").tags("operation", operation, "outcome", outcome).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void shouldNeverRepeatGoingLiveWhateverHappens() {
        getStream.register(post(urlPathEqualTo(CALL + "/go_live"))
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        ProviderException failure = failure(() -> provider.goLive(MAIN).await().atMost(PATIENCE));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.fix()).isNotNull();
        getStream.verifyThat(1, postRequestedFor(urlPathEqualTo(CALL + "/go_live")));
    }

    @Test
    void shouldCallASilentServerUnavailable() {
        getStream.register(post(urlPathEqualTo(CALL + "/stop_live"))
                .willReturn(aResponse().withStatus(200).withFixedDelay(3 * GetStreamStub.READ_TIMEOUT_MILLIS)));

        ProviderException failure =
                failure(() -> provider.stopLive(MAIN).await().atMost(PATIENCE));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.what()).contains("did not answer");
    }

    @Test
    void shouldLeaveAnExhaustedEndpointAloneUntilItsReset() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-20T19:00:00.25Z"), ZoneOffset.UTC);
        QuarkusMock.installMockForType(new RateLimits(clock), RateLimits.class);
        long reset = Instant.parse("2026-11-20T19:00:30Z").getEpochSecond();
        String path = "/api/v2/video/call/onstage/limited";
        getStream.register(
                post(urlPathEqualTo(path + "/members")).willReturn(GetStreamStub.error(429, 9, "Too many requests")));
        getStream.register(get(urlPathEqualTo(path + "/session/s/participant_sessions"))
                .willReturn(GetStreamStub.error(429, 9, "Too many requests")
                        .withHeader("X-RateLimit-Reset", Long.toString(reset))));
        CallId limited = new CallId("onstage", "limited");

        ProviderException first = failure(
                () -> provider.participantSessions(limited, "s", null).await().atMost(PATIENCE));
        ProviderException second = failure(
                () -> provider.participantSessions(limited, "s", null).await().atMost(PATIENCE));

        assertThat(first.retryAfter()).isEqualTo(Duration.ofMillis(29_750));
        assertThat(second.retryAfter()).isEqualTo(Duration.ofMillis(29_750));
        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo(path + "/session/s/participant_sessions")));
    }

    @Test
    void shouldMakeTheBroadcasterCreatorAndHostWithBackstage() {
        var made = provider.provision(command()).await().atMost(PATIENCE);

        assertThat(made.chatChannelCid()).isEqualTo("livestream_invite:main");
        getStream.verifyThat(
                1,
                postRequestedFor(urlPathEqualTo(CALL))
                        .withRequestBody(matchingJsonPath("$.data.created_by_id", equalTo("broadcaster-main")))
                        .withRequestBody(matchingJsonPath("$.data.members[0].user_id", equalTo("broadcaster-main")))
                        .withRequestBody(matchingJsonPath("$.data.members[0].role", equalTo("host")))
                        .withRequestBody(
                                matchingJsonPath("$.data.settings_override.backstage.enabled", equalTo("true")))
                        .withRequestBody(matchingJsonPath(
                                "$.data.settings_override.session.inactivity_timeout_seconds", equalTo("30"))));
        getStream.verifyThat(
                1,
                postRequestedFor(urlPathEqualTo("/api/v2/chat/channeltypes"))
                        .withRequestBody(matchingJsonPath("$.name", equalTo("livestream_invite")))
                        .withRequestBody(matchingJsonPath("$.grants.onstage_viewer[?(@ == 'read-channel')]"))
                        .withRequestBody(matchingJsonPath("$.grants.channel_member[?(@ == 'create-message')]")));
    }

    @Test
    void shouldCreateNothingTwice() {
        getStream.register(get(urlPathEqualTo(CALL))
                .willReturn(okJson("{\"call\":" + GetStreamStub.call("main", true, null)
                        + ",\"members\":[{\"user_id\":\"broadcaster-main\",\"role\":\"host\"}]}")));
        givenTypes(GetStreamStub.CALL_GRANTS, GetStreamStub.CHAT_GRANTS);

        provider.provision(command()).await().atMost(PATIENCE);

        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo(CALL)));
        getStream.verifyThat(0, patchRequestedFor(urlPathEqualTo(CALL)));
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo(CALL + "/members")));
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo("/api/v2/chat/channeltypes")));
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo("/api/v2/video/calltypes")));
        getStream.verifyThat(0, putRequestedFor(urlPathMatching("/api/v2/.*types/.*")));
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo("/api/v2/roles")));
    }

    @Test
    void shouldMakeACallTypeWithTheSettingsOfTheBuiltInOneAndItsOwnGrants() throws IOException {
        provider.provision(command()).await().atMost(PATIENCE);

        var requests = getStream.find(postRequestedFor(urlPathEqualTo("/api/v2/video/calltypes")));
        assertThat(requests).hasSize(1);
        JsonNode body = json.readTree(requests.get(0).getBody());
        assertThat(body.path("name").asText()).isEqualTo("onstage");
        assertThat(body.path("settings").toString())
                .isEqualTo("{\"backstage\":{\"enabled\":true},"
                        + "\"recording\":{\"mode\":\"available\",\"quality\":\"1080p\"}}");
        assertThat(body.path("external_storage").asText()).isEqualTo("my-bucket");
        assertThat(AccessRules.differences(AccessRules.CALL, OwnType.grantsOf(body)))
                .isEmpty();
        assertThat(body.at("/grants/guest").isEmpty()).isTrue();
        assertThat(body.at("/grants/host").toString()).contains("join-backstage", "send-video");
    }

    @Test
    void shouldMakeACallTypeWithoutSettingsThatGetStreamRefuses() throws IOException {
        getStream.register(post(urlPathEqualTo("/api/v2/video/calltypes"))
                .withRequestBody(matchingJsonPath("$.settings.recording"))
                .willReturn(GetStreamStub.error(400, 4, "quality is not allowed")));

        provider.provision(command()).await().atMost(PATIENCE);

        var requests = getStream.find(postRequestedFor(urlPathEqualTo("/api/v2/video/calltypes"))
                .withRequestBody(notMatching(".*recording.*")));
        assertThat(requests).hasSize(1);
        JsonNode body = json.readTree(requests.get(0).getBody());
        assertThat(body.path("settings").toString()).isEqualTo("{\"backstage\":{\"enabled\":true}}");
        assertThat(AccessRules.differences(AccessRules.CALL, OwnType.grantsOf(body)))
                .isEmpty();
    }

    @Test
    void shouldMakeACallTypeWhereTheBuiltInOneIsGone() {
        getStream.register(get(urlPathEqualTo("/api/v2/video/calltypes/livestream"))
                .willReturn(GetStreamStub.error(404, 16, "no such type")));

        provider.provision(command()).await().atMost(PATIENCE);

        getStream.verifyThat(
                1,
                postRequestedFor(urlPathEqualTo("/api/v2/video/calltypes"))
                        .withRequestBody(matchingJsonPath("$.settings.backstage.enabled", equalTo("true"))));
    }

    @ParameterizedTest
    @CsvSource({"guest, read-call", "user, create-call", "onstage_viewer, update-call", "call_member, end-call-owner"})
    void shouldSetGrantsOfTheCallTypeAgainAndReadThemBack(String role, String permission) {
        String changed = GetStreamStub.CALL_GRANTS.replace(
                "\"" + role + "\":[" + (role.equals("onstage_viewer") ? "" : "]"),
                "\"" + role + "\":[\"" + permission + "\"" + (role.equals("onstage_viewer") ? "," : "]"));
        givenTypes(changed, GetStreamStub.CHAT_GRANTS);

        var left = access.establish().await().atMost(PATIENCE);

        getStream.verifyThat(1, putRequestedFor(urlPathEqualTo("/api/v2/video/calltypes/onstage")));
        assertThat(left.inCalls()).as("it came back as it was").singleElement().satisfies(difference -> {
            assertThat(difference.role()).isEqualTo(role);
            assertThat(difference.extra()).containsExactly(permission);
        });
        assertThat(left.inChat()).isEmpty();
    }

    @Test
    void shouldMakeTheRolesThatAreMissing() {
        getStream.register(get(urlPathEqualTo("/api/v2/roles"))
                .willReturn(okJson("{\"roles\":[{\"name\":\"user\"},{\"name\":\"onstage_viewer\"}]}")));
        getStream.register(post(urlPathEqualTo("/api/v2/roles")).willReturn(okJson("{}")));

        provider.provision(command()).await().atMost(PATIENCE);

        getStream.verifyThat(
                1,
                postRequestedFor(urlPathEqualTo("/api/v2/roles"))
                        .withRequestBody(matchingJsonPath("$.name", equalTo("onstage_broadcaster"))));
        getStream.verifyThat(1, postRequestedFor(urlPathEqualTo("/api/v2/roles")));
    }

    @Test
    void shouldGiveTheBroadcasterARoleOfItsOwn() {
        provider.provision(command()).await().atMost(PATIENCE);

        getStream.verifyThat(
                1,
                postRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(
                                matchingJsonPath("$.users['broadcaster-main'].role", equalTo("onstage_broadcaster"))));
    }

    @Test
    void shouldChangeTheRoleOfAViewerWhoHadAnother() {
        getStream.register(post(urlPathEqualTo("/api/v2/users"))
                .willReturn(okJson("{\"users\":{\"v-1\":{\"id\":\"v-1\",\"role\":\"user\"},"
                        + "\"v-2\":{\"id\":\"v-2\",\"role\":\"onstage_viewer\"}}}")));

        provider.ensureUser("v-1", "Lena").await().atMost(PATIENCE);
        provider.ensureUser("v-2", "Tom").await().atMost(PATIENCE);

        for (String viewer : new String[] {"v-1", "v-2"}) {
            getStream.verifyThat(
                    1,
                    postRequestedFor(urlPathEqualTo("/api/v2/users"))
                            .withRequestBody(
                                    matchingJsonPath("$.users['" + viewer + "'].role", equalTo("onstage_viewer"))));
        }
        getStream.verifyThat(1, patchRequestedFor(urlPathEqualTo("/api/v2/users")));
        getStream.verifyThat(
                1,
                patchRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(matchingJsonPath("$.users[0].id", equalTo("v-1")))
                        .withRequestBody(matchingJsonPath("$.users[0].set.role", equalTo("onstage_viewer"))));
    }

    @Test
    void shouldLookAtTheRolesOnceForAllWhoComeAtTheSameTime() {
        access.forget();
        getStream.register(get(urlPathEqualTo("/api/v2/roles"))
                .willReturn(okJson("{\"roles\":[{\"name\":\"onstage_viewer\"},{\"name\":\"onstage_broadcaster\"}]}")
                        .withFixedDelay(1000)));

        Uni.combine()
                .all()
                .unis(access.ensureViewers(), access.ensureViewers(), access.ensureViewers())
                .discardItems()
                .await()
                .atMost(PATIENCE);

        getStream.verifyThat(1, getRequestedFor(urlPathEqualTo("/api/v2/roles")));
    }

    @Test
    void shouldLeaveACallAloneThatSomebodyElseMade() {
        getStream.register(get(urlPathEqualTo(CALL))
                .willReturn(okJson("{\"call\":"
                        + GetStreamStub.call("onstage", "main", false, null, "mallory")
                                .replace(":30}", ":31}")
                        + ",\"members\":[]}")));

        var made = provider.provision(command()).await().atMost(PATIENCE);

        assertThat(made.call().createdBy()).isEqualTo("mallory");
        assertThat(made.call().isMadeByAnother("broadcaster-main")).isTrue();
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo(CALL)));
        getStream.verifyThat(0, patchRequestedFor(urlPathEqualTo(CALL)));
        getStream.verifyThat(0, postRequestedFor(urlPathEqualTo(CALL + "/members")));
    }

    @Test
    void shouldRefuseAnEncoderAddressThatIsNotEncrypted() {
        getStream.register(post(urlPathEqualTo(CALL))
                .willReturn(aResponse()
                        .withStatus(201)
                        .withBody("{\"call\":"
                                + GetStreamStub.call("main", true, null).replace("rtmps://", "rtmp://") + "}")
                        .withHeader("Content-Type", "application/json")));

        ProviderException failure =
                failure(() -> provider.provision(command()).await().atMost(PATIENCE));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure.what()).contains("not encrypted");
    }

    @Test
    void shouldMakeTheSameStreamKeyAgainAndRevokeOnlyOlderOnes() throws IOException {
        Instant issuedAt = Instant.parse("2026-11-20T19:00:00Z");
        Instant expiresAt = Instant.parse("2027-11-20T19:00:00Z");

        String key = provider.streamKey("broadcaster-main", issuedAt, expiresAt);
        provider.revokeStreamKeys("broadcaster-main", issuedAt).await().atMost(PATIENCE);

        assertThat(provider.streamKey("broadcaster-main", issuedAt, expiresAt)).isEqualTo(key);
        JsonNode claims = claims(key);
        assertThat(claims.path("user_id").asText()).isEqualTo("broadcaster-main");
        assertThat(claims.path("exp").asLong()).isEqualTo(expiresAt.getEpochSecond());
        Instant revokedBefore = Instant.ofEpochSecond(claims.path("iat").asLong());
        getStream.verifyThat(
                1,
                patchRequestedFor(urlPathEqualTo("/api/v2/users"))
                        .withRequestBody(matchingJsonPath(
                                "$.users[0].set.revoke_tokens_issued_before", equalTo(revokedBefore.toString()))));
    }

    private void givenCall(String backstage) {
        getStream.register(get(urlPathEqualTo(CALL))
                .willReturn(okJson(
                        "{\"call\":" + GetStreamStub.call("main", Boolean.parseBoolean(backstage), null) + "}")));
    }

    private void givenTypes(String callGrants, String chatGrants) {
        getStream.register(get(urlPathEqualTo("/api/v2/video/calltypes/onstage"))
                .willReturn(okJson("{\"grants\":" + callGrants + "}")));
        getStream.register(get(urlPathEqualTo("/api/v2/chat/channeltypes/livestream_invite"))
                .willReturn(okJson("{\"grants\":" + chatGrants + "}")));
    }

    private JsonNode claims(String token) throws IOException {
        return json.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static ProvisionCommand command() {
        return new ProvisionCommand(MAIN, "main", "broadcaster-main", "Mara", "Friday", Duration.ofSeconds(30));
    }

    private static ProviderException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ProviderException failure = catchThrowableOfType(ProviderException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
