package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.support.lease.Leases;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of the service, with one database and one app at GetStream. */
class WebhookRegistrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PUBLIC_URL = "https://onstage.example";
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private static @Nullable TestDatabase database;

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final App app = new App();

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create(ServiceSchema.STREAM_CONTROL, "webhook_registration");
    }

    @AfterAll
    static void dropDatabase() {
        database().close();
    }

    @BeforeEach
    void forgetEverything() {
        run("delete from provider_checks");
        run("delete from provider_hooks");
    }

    @Test
    void shouldShowOnEveryCopyWhatOneFoundOut() {
        WebhookRegistration first = copy();
        WebhookRegistration second = copy();
        app.refuses = true;

        lookAt(first);
        lookAt(second);

        assertThat(codes(first)).containsExactly("webhook-not-registered");
        assertThat(second.warnings()).isEqualTo(first.warnings());

        app.refuses = false;
        makeDue();
        lookAt(second);
        lookAt(first);

        assertThat(second.warnings()).isEmpty();
        assertThat(first.warnings()).isEmpty();
    }

    @Test
    void shouldShowOnEveryCopyWhatOneFoundOutBeforeGoingLive() {
        WebhookRegistration first = copy();
        WebhookRegistration second = copy();
        lookAt(first);
        lookAt(second);
        app.refuses = true;

        first.ensureRegistered().await().atMost(PATIENCE);
        lookAt(second);

        assertThat(codes(second)).containsExactly("webhook-not-registered");
        assertThat(second.warnings()).isEqualTo(first.warnings());
    }

    @Test
    void shouldNotLookAgainBeforeItIsDueOnWhateverCopy() {
        WebhookRegistration first = copy();
        lookAt(first);
        int reads = app.reads.get();
        remainRecent();

        lookAt(first);
        lookAt(copy());
        WebhookRegistration third = copy();
        lookAt(third);
        lookAt(third);
        assertThat(app.reads).as("nothing was due").hasValue(reads);

        makeDue();
        lookAt(third);
        assertThat(app.reads).hasValue(reads + 1);
    }

    /** It may have been started because somebody changed something at GetStream. */
    @Test
    void shouldLookWhenACopyStartsUnlessThatWasDoneJustBefore() {
        lookAt(copy());
        int reads = app.reads.get();
        run("update provider_checks set checked_at = now() - interval '2 minutes'");

        WebhookRegistration started = copy();
        lookAt(started);
        run("update provider_checks set checked_at = now() - interval '2 minutes'");
        lookAt(started);

        assertThat(app.reads).as("once").hasValue(reads + 1);
    }

    @Test
    void shouldRegisterAnotherAddressAtTheNextStart() {
        lookAt(copy());
        remainRecent();

        lookAt(copy(Map.of("webhook-url", "https://elsewhere.example/hook")));

        assertThat(app.settings.path("app").path("event_hooks"))
                .extracting(hook -> hook.path("webhook_url").asText())
                .containsExactly("https://elsewhere.example/hook");
    }

    @Test
    void shouldKnowAfterARestartSinceWhenSomethingIsWrong() {
        app.refuses = true;
        lookAt(copy());
        haveBeenWrongFor(LONG_AGO);

        makeDue();
        WebhookRegistration restarted = copy();
        lookAt(restarted);

        assertThat(restarted.warnings()).extracting(ProviderWarning::since).containsExactly(LONG_AGO);
    }

    @Test
    void shouldNotTakeTheTimeOfOneWarningForThatOfAnother() {
        app.refuses = true;
        lookAt(copy());
        haveBeenWrongFor(LONG_AGO);
        app.refuses = false;
        app.settings.withObject("app").put("webhook_url", "https://old.example");

        makeDue();
        WebhookRegistration restarted = copy();
        lookAt(restarted);

        assertThat(restarted.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.code()).isEqualTo("legacy-webhook");
            assertThat(warning.since()).isAfter(LONG_AGO);
        });
    }

    @Test
    void shouldSayOnEveryCopyTheSameOfWebhooksThatCannotCome() {
        WebhookRegistration first = pollingCopy();
        WebhookRegistration second = pollingCopy();
        assertThat(codes(first)).as("known before anything is read").containsExactly("polling-mode");

        lookAt(first);
        haveBeenWrongFor(LONG_AGO);
        lookAt(first);
        lookAt(second);

        assertThat(codes(first)).containsExactly("polling-mode");
        assertThat(first.warnings()).extracting(ProviderWarning::since).containsExactly(LONG_AGO);
        assertThat(second.warnings()).isEqualTo(first.warnings());
        assertThat(app.reads).hasValue(0);
    }

    @Test
    void shouldSayThatNoKeyIsConfigured() {
        WebhookRegistration first = copy(Map.of("api-key", " "));
        WebhookRegistration second = copy(Map.of("api-key", " "));

        lookAt(first);
        lookAt(second);

        assertThat(first.warnings()).singleElement().satisfies(warning -> assertThat(warning.fix())
                .contains("STREAM_API_KEY"));
        assertThat(second.warnings()).isEqualTo(first.warnings());
    }

    @Test
    void shouldGoOnShowingWhatIsKnownWhileTheDatabaseIsAway() {
        app.refuses = true;
        WebhookRegistration copy = copy();
        lookAt(copy);
        List<ProviderWarning> before = copy.warnings();

        run("alter table provider_checks rename to out_of_reach");
        try {
            lookAt(copy);
            copy.ensureRegistered().await().atMost(PATIENCE);
        } finally {
            run("alter table out_of_reach rename to provider_checks");
        }

        assertThat(before).isNotEmpty();
        assertThat(copy.warnings()).isEqualTo(before);
    }

    private static void lookAt(WebhookRegistration copy) {
        copy.checkWhenDue().await().atMost(PATIENCE);
    }

    private static List<String> codes(WebhookRegistration copy) {
        return copy.warnings().stream().map(ProviderWarning::code).toList();
    }

    private static void makeDue() {
        run("update provider_checks set next_check_at = now()");
    }

    private static void remainRecent() {
        run("update provider_checks set checked_at = now() + interval '1 hour'");
    }

    private static void haveBeenWrongFor(Instant since) {
        run("update provider_checks set warnings = jsonb_set(warnings, '{0,since}', '\"" + since + "\"')");
    }

    private static void run(String sql) {
        database().pool().query(sql).execute().await().atMost(PATIENCE);
    }

    private static TestDatabase database() {
        if (database == null) {
            throw new IllegalStateException("No database.");
        }
        return database;
    }

    private WebhookRegistration copy() {
        return copy(Map.of());
    }

    private WebhookRegistration pollingCopy() {
        return copy(Map.of("webhook-url", "http://127.0.0.1:8081/hook"));
    }

    private WebhookRegistration copy(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "api-key", "key-of-the-copies",
                "video-url", "https://video.example",
                "chat-url", "https://chat.example",
                "webhook-url", PUBLIC_URL + "/hook"));
        settings.putAll(changed);
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(GetStreamConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("onstage.getstream." + name, value));
        SmallRyeConfig values = builder.build();
        GetStreamConfig config = values.getConfigMapping(GetStreamConfig.class);
        return new WebhookRegistration(
                app.api(),
                new GetStreamCalls(
                        new ObjectMapper(), new RateLimits(Clock.systemUTC()), config, metrics, Tracing.off()),
                new GetStreamTokens(() -> setting -> values.getOptionalValue(setting, String.class)),
                new HookRepository(database().pool()),
                new CheckRepository(database().pool()),
                new Leases(() -> database().pool(), "a copy", metrics),
                config,
                URI.create(PUBLIC_URL),
                "production");
    }

    /** The settings of the app at GetStream. */
    private static final class App {

        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger ids = new AtomicInteger();
        private final ObjectNode settings = JsonNodeFactory.instance.objectNode();
        private boolean refuses;

        private ChatApi api() {
            return (ChatApi) Proxy.newProxyInstance(
                    ChatApi.class.getClassLoader(),
                    new Class<?>[] {ChatApi.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getApp" -> read();
                        case "updateApp" -> write((JsonNode) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }

        private Uni<JsonNode> read() {
            reads.incrementAndGet();
            if (refuses) {
                return Uni.createFrom()
                        .failure(new ProviderException(
                                ProviderException.Kind.CREDENTIALS_REFUSED, "No.", "Ask somebody.", null, null));
            }
            return Uni.createFrom().item(settings.deepCopy());
        }

        private Uni<JsonNode> write(JsonNode change) {
            JsonNode hooks = change.path("event_hooks").deepCopy();
            for (JsonNode hook : hooks) {
                if (!hook.has("id")) {
                    ((ObjectNode) hook).put("id", "hook-" + ids.incrementAndGet());
                }
            }
            settings.withObject("app").set("event_hooks", hooks);
            return Uni.createFrom().item(JsonNodeFactory.instance.objectNode());
        }
    }
}
