package dev.onstage.support.intake;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells stream-control, and by it the broadcaster, which consumers of any service stand still.
 *
 * <p>The Redis key: {@code intake:stalled:<service>}, written by the service of that name only, while some consumer of it
 * stands still: a JSON array of objects with {@code channel}, {@code since} and {@code reason}. It expires after twenty
 * seconds and is written every five. Losing it loses nothing but the warning; the metric is there all the same.
 */
@ApplicationScoped
public class StalledIntakes {

    private static final Logger LOG = Logger.getLogger(StalledIntakes.class);
    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** As they call themselves in {@code quarkus.application.name}. */
    static final List<String> SERVICES = List.of("stream-control", "webhook-ingest", "analytics", "notifier");

    private final IntakeProgress progress;
    private final Instance<ReactiveRedisDataSource> redis;
    private final String service;

    StalledIntakes(
            IntakeProgress progress,
            Instance<ReactiveRedisDataSource> redis,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.progress = progress;
        this.redis = redis;
        this.service = service;
    }

    /** Those of all services, as far as Redis tells; at least those of this process. Never fails. */
    public Uni<List<StalledIntake>> everywhere() {
        List<StalledIntake> own = progress.stalled();
        String[] keys = SERVICES.stream().map(StalledIntakes::key).toArray(String[]::new);
        return bounded(Uni.createFrom().deferred(() -> redis.get().execute("MGET", keys)))
                .map(answer -> together(own, answer))
                .onFailure()
                .recoverWithItem(own);
    }

    @Scheduled(every = "5s", delayed = "5s")
    Uni<Void> publish() {
        List<StalledIntake> own = progress.stalled();
        if (own.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return bounded(Uni.createFrom().deferred(() -> redis.get()
                        .execute("SET", key(service), encode(own), "PX", Long.toString(KEPT.toMillis()))))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(StalledIntakes::untold);
    }

    private static Uni<Void> untold(Throwable failure) {
        LOG.debugf("Redis was not told of consumers that stand still: %s", failure.getMessage());
        return Uni.createFrom().voidItem();
    }

    private static <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(PATIENCE).fail();
    }

    private static String key(String service) {
        return "intake:stalled:" + service;
    }

    /** One of a channel: other copies of this service, and this one earlier on, tell of the same. */
    private static List<StalledIntake> together(List<StalledIntake> own, @Nullable Response answer) {
        Map<String, StalledIntake> all = new LinkedHashMap<>();
        own.forEach(each -> all.put(each.channel(), each));
        if (answer != null) {
            for (Response each : answer) {
                if (each != null) {
                    decode(each.toString()).forEach(told -> all.putIfAbsent(told.channel(), told));
                }
            }
        }
        return List.copyOf(all.values());
    }

    static String encode(List<StalledIntake> stalled) {
        JsonArray array = new JsonArray();
        stalled.forEach(each -> array.add(new JsonObject()
                .put("channel", each.channel())
                .put("since", each.since().toString())
                .put("reason", each.reason())));
        return array.encode();
    }

    static List<StalledIntake> decode(String json) {
        return new JsonArray(json)
                .stream()
                        .map(JsonObject.class::cast)
                        .map(each -> new StalledIntake(
                                each.getString("channel"),
                                Instant.parse(each.getString("since")),
                                each.getString("reason")))
                        .toList();
    }
}
