package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Finding;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.lease.Leases;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Onstage's webhook in the app's settings at GetStream: at start, before each go-live and hourly; after a failure
 * again soon. The app's hooks are one list that is written as a whole, so one replica at a time does it, under the lease of a
 * {@link SharedCheck}, and reads back what it wrote.
 */
@ApplicationScoped
class WebhookRegistration implements ProviderWebhooks {

    private static final Logger LOG = Logger.getLogger(WebhookRegistration.class);
    private static final String NAME = "provider-webhooks";
    private static final Duration LEASE_TIME = Duration.ofSeconds(30);
    private static final Duration CHECK_EVERY = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);
    private static final int WRITES = 3;

    private final ChatApi chat;
    private final GetStreamCalls calls;
    private final GetStreamTokens tokens;
    private final HookRepository hooks;
    private final String url;
    private final boolean pollingMode;
    private final ProviderWarning pollingWarning;
    private final SharedCheck check;

    WebhookRegistration(
            @RestClient ChatApi chat,
            GetStreamCalls calls,
            GetStreamTokens tokens,
            HookRepository hooks,
            CheckRepository checks,
            Leases leases,
            GetStreamConfig config,
            @ConfigProperty(name = "onstage.public-url") URI publicUrl,
            @ConfigProperty(name = "onstage.environment") String environment) {
        this.chat = chat;
        this.calls = calls;
        this.tokens = tokens;
        this.hooks = hooks;
        URI webhookUrl = config.webhookUrl().orElseGet(() -> WebhookAddress.below(publicUrl));
        this.url = webhookUrl.toString();
        this.pollingMode = !WebhookAddress.isReachable(webhookUrl, config.chatUrl(), "local".equals(environment));
        this.pollingWarning = pollingWarning(webhookUrl);
        this.check = new SharedCheck(
                new SharedCheck.Terms(NAME, url, LEASE_TIME, true),
                checks,
                leases,
                tokens,
                pollingMode ? List.of(pollingWarning) : List.of(),
                this::look);
    }

    @Override
    public boolean pollingMode() {
        return pollingMode;
    }

    @Override
    public List<ProviderWarning> warnings() {
        return check.warnings();
    }

    @Override
    public Uni<Void> ensureRegistered() {
        return pollingMode ? Uni.createFrom().voidItem() : check.takeNow();
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> checkWhenDue() {
        return check.takeWhenDue();
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

    private static ProviderWarning pollingWarning(URI webhookUrl) {
        return new ProviderWarning(
                "polling-mode",
                "GetStream cannot reach " + webhookUrl + ", so Onstage asks it every few seconds instead of being told."
                        + " Chat figures are missing.",
                "Set ONSTAGE_PUBLIC_URL to a public https address that leads to this install.",
                Instant.now());
    }
}
