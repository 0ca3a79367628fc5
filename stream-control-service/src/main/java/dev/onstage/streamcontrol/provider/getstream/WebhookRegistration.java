package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Onstage's webhook in the app's settings at GetStream: at start, before each go-live and hourly; after a failure
 * again soon. The app's hooks are one list that is written as a whole, so one replica at a time does it, under a lease, and
 * reads back what it wrote. What came of it is stored: when the next look is due, and what is wrong since when, is the same for
 * all replicas, and each reads it every few seconds. Without the database it goes on showing what it read last.
 */
@ApplicationScoped
class WebhookRegistration implements ProviderWebhooks {

    private static final Logger LOG = Logger.getLogger(WebhookRegistration.class);
    private static final String LEASE = "provider-webhooks";
    private static final Duration LEASE_TIME = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);
    private static final int WRITES = 3;

    private final ChatApi chat;
    private final GetStreamCalls calls;
    private final GetStreamTokens tokens;
    private final HookRepository hooks;
    private final Leases leases;
    private final String url;
    private final boolean pollingMode;
    private final ProviderWarning pollingWarning;
    /** Whether this copy has not yet seen, since it started, a look that it may rely on. */
    private volatile boolean starting = true;

    private volatile List<ProviderWarning> warnings;

    WebhookRegistration(
            @RestClient ChatApi chat,
            GetStreamCalls calls,
            GetStreamTokens tokens,
            HookRepository hooks,
            Leases leases,
            GetStreamConfig config,
            @ConfigProperty(name = "onstage.public-url") URI publicUrl,
            @ConfigProperty(name = "onstage.environment") String environment) {
        this.chat = chat;
        this.calls = calls;
        this.tokens = tokens;
        this.hooks = hooks;
        this.leases = leases;
        URI webhookUrl = config.webhookUrl().orElseGet(() -> WebhookAddress.below(publicUrl));
        this.url = webhookUrl.toString();
        this.pollingMode = !WebhookAddress.isReachable(webhookUrl, config.chatUrl(), "local".equals(environment));
        this.pollingWarning = pollingWarning(webhookUrl);
        this.warnings = pollingMode ? List.of(pollingWarning) : List.of();
    }

    @Override
    public boolean pollingMode() {
        return pollingMode;
    }

    @Override
    public List<ProviderWarning> warnings() {
        return warnings;
    }

    @Override
    public Uni<Void> ensureRegistered() {
        if (pollingMode) {
            return Uni.createFrom().voidItem();
        }
        return check(last -> true)
                .onFailure()
                .invoke(failure -> LOG.warnf("The webhook was not looked at: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> checkWhenDue() {
        return hooks.lastCheck(storedUnder())
                .chain(last -> isDue(last) ? check(this::isDue) : show(last))
                .onFailure()
                .invoke(failure -> LOG.debugf("What is known of the webhook was not read: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private boolean isDue(Optional<WebhookCheck> last) {
        return last.isEmpty() || last.get().due() || (starting && !isReliable(last.get())) || isAnothers(last.get());
    }

    /** A copy with other settings, which ends while they are changed, may have written its own address again. */
    private boolean isAnothers(WebhookCheck check) {
        return !check.recent() && !check.url().equals(url);
    }

    private boolean isReliable(WebhookCheck check) {
        return check.recent() && check.url().equals(url);
    }

    /** What is stored while no key is configured is about that. */
    private String storedUnder() {
        return tokens.configuredKey().orElse("");
    }

    private Uni<Void> check(Predicate<Optional<WebhookCheck>> wanted) {
        return leases.acquire(LEASE, LEASE_TIME).chain(lease -> lease.map(held -> check(wanted, held))
                // Another replica is at it.
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Another replica may have looked just before the lease was taken. */
    private Uni<Void> check(Predicate<Optional<WebhookCheck>> wanted, LeaseToken lease) {
        return hooks.lastCheck(storedUnder())
                .chain(last -> wanted.test(last) ? check(last, lease) : show(last))
                .eventually(() -> leases.release(lease));
    }

    private Uni<Void> check(Optional<WebhookCheck> last, LeaseToken lease) {
        return look(lease).chain(found -> {
            List<ProviderWarning> known = sinceFirstSeen(found.warnings(), last);
            return hooks.saveCheck(storedUnder(), url, known, found.nextIn(), lease)
                    .invoke(() -> show(known));
        });
    }

    private Uni<Void> show(Optional<WebhookCheck> last) {
        last.ifPresent(check -> show(check.warnings()));
        return Uni.createFrom().voidItem();
    }

    private void show(List<ProviderWarning> known) {
        warnings = known;
        starting = false;
    }

    private Uni<Finding> look(LeaseToken lease) {
        if (pollingMode) {
            return Uni.createFrom().item(new Finding(CHECK_EVERY, List.of(pollingWarning)));
        }
        return Uni.createFrom()
                .item(tokens::apiKey)
                .chain(apiKey -> register(apiKey, lease))
                .map(WebhookRegistration::succeeded)
                .onFailure()
                .recoverWithItem(WebhookRegistration::failed);
    }

    /** The app's settings with the webhook in them. */
    private Uni<JsonNode> register(String apiKey, LeaseToken lease) {
        return hooks.find(apiKey).chain(ownId -> readApp()
                .chain(app -> settle(lease, apiKey, new HookMerge(ownId.orElse(null), url), app, List.of(), 1)));
    }

    private Uni<JsonNode> settle(
            LeaseToken lease, String apiKey, HookMerge merge, JsonNode app, List<ObjectNode> missing, int write) {
        ArrayNode before = HookMerge.hooksOf(app);
        if (merge.isRegistered(before) && missing.isEmpty()) {
            return remember(lease, apiKey, merge, before).replaceWith(app);
        }
        if (write > WRITES) {
            return Uni.createFrom()
                    .failure(new ProviderException(
                            ProviderException.Kind.REJECTED,
                            "GetStream's list of webhooks changes while Onstage writes it.",
                            "See whether another program rewrites the app's webhooks at dashboard.getstream.io.",
                            null,
                            null));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("event_hooks", merge.merged(before, missing));
        return calls.once("register the webhook", () -> chat.updateApp(body))
                .invoke(() -> LOG.infof("Registered the webhook %s at GetStream", url))
                .chain(this::readApp)
                .chain(after -> settle(
                        lease, apiKey, merge, after, merge.missing(before, HookMerge.hooksOf(after)), write + 1));
    }

    private Uni<JsonNode> readApp() {
        return calls.repeatable("read the app's settings", chat::getApp);
    }

    private Uni<Void> remember(LeaseToken lease, String apiKey, HookMerge merge, ArrayNode registered) {
        ObjectNode own = merge.own(registered);
        String id = own == null ? "" : own.path("id").asText();
        return id.isEmpty() || id.equals(merge.ownId()) ? Uni.createFrom().voidItem() : hooks.save(apiKey, id, lease);
    }

    private static Finding succeeded(JsonNode app) {
        String legacy = app.path("app").path("webhook_url").asText("");
        if (legacy.isEmpty()) {
            return new Finding(CHECK_EVERY, List.of());
        }
        return new Finding(
                CHECK_EVERY,
                List.of(new ProviderWarning(
                        "legacy-webhook",
                        "The GetStream app also has a webhook address of the old kind. Onstage leaves it alone.",
                        "If it was for this install, clear it at dashboard.getstream.io: events would come twice.",
                        Instant.now())));
    }

    private static Finding failed(Throwable failure) {
        LOG.warnf("The webhook could not be registered: %s", failure.getMessage());
        @Nullable String fix = failure instanceof ProviderException provider ? provider.fix() : null;
        String what = failure instanceof ProviderException provider ? provider.what() : "The attempt failed.";
        return new Finding(
                RETRY_AFTER,
                List.of(new ProviderWarning(
                        "webhook-not-registered",
                        "GetStream may not send webhooks to this install. " + what,
                        Optional.ofNullable(fix).orElse("Look at the log of stream-control; Onstage tries again."),
                        Instant.now())));
    }

    /** What was wrong at the last look as well is wrong since then. */
    private static List<ProviderWarning> sinceFirstSeen(List<ProviderWarning> found, Optional<WebhookCheck> last) {
        Map<String, Instant> before = new HashMap<>();
        last.ifPresent(check -> check.warnings().forEach(warning -> before.put(warning.code(), warning.since())));
        return found.stream()
                .map(warning -> new ProviderWarning(
                        warning.code(),
                        warning.message(),
                        warning.fix(),
                        before.getOrDefault(warning.code(), warning.since())))
                .toList();
    }

    private static ProviderWarning pollingWarning(URI webhookUrl) {
        return new ProviderWarning(
                "polling-mode",
                "GetStream cannot reach " + webhookUrl + ", so Onstage asks it every few seconds instead of being told."
                        + " Chat figures are missing.",
                "Set ONSTAGE_PUBLIC_URL to a public https address that leads to this install.",
                Instant.now());
    }

    /** When to look again, and what is wrong until then. */
    private record Finding(Duration nextIn, List<ProviderWarning> warnings) {}
}
