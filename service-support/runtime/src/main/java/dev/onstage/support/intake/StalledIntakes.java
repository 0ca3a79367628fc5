package dev.onstage.support.intake;

import dev.onstage.support.copy.CopyName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells stream-control, and by it the broadcaster, which consumers of any service stand still.
 *
 * <p>The Redis keys: {@code intake:stalled:<service>:<copy>}, written by that copy of the service only, while some consumer of it
 * stands still: a JSON array of objects with {@code channel}, {@code since} and {@code reason}. It expires after twenty seconds
 * and is written every five. {@code intake:stalled-copies} is the set of {@code <service>:<copy>} that may have one; whoever
 * reads removes those that have none. Losing them loses nothing but the warning; the metric is there all the same.
 */
@ApplicationScoped
public class StalledIntakes {

    private static final Logger LOG = Logger.getLogger(StalledIntakes.class);
    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String COPIES = "intake:stalled-copies";
    /** Far more than there are: each reads what all others write. */
    private static final String MOST_COPIES = "256";

    private final Supplier<List<StalledIntake>> own;
    private final Supplier<ReactiveRedisDataSource> redis;
    private final String copy;

    @Inject
    StalledIntakes(
            IntakeProgress progress,
            Instance<ReactiveRedisDataSource> redis,
            @ConfigProperty(name = "quarkus.application.name") String service,
            CopyName copy) {
        this(progress::stalled, redis::get, service + ":" + copy.text());
    }

    /**
     * Without a container.
     *
     * @param own the consumers of this process that stand still
     * @param redis of all services
     * @param copy the service and the copy of it that this is
     */
    public StalledIntakes(Supplier<List<StalledIntake>> own, Supplier<ReactiveRedisDataSource> redis, String copy) {
        this.own = own;
        this.redis = redis;
        this.copy = copy;
    }

    /**
     * Those of all copies of all services, as far as Redis tells; at least those of this process. Where several copies tell of
     * a channel, it is the one that has been standing still for the longest. Never fails.
     */
    public Uni<List<StalledIntake>> everywhere() {
        List<StalledIntake> here = own.get();
        return bounded(told()).map(told -> together(here, told)).onFailure().recoverWithItem(here);
    }

    private Uni<List<StalledIntake>> told() {
        return execute("SRANDMEMBER", COPIES, MOST_COPIES).chain(answer -> {
            List<String> copies = texts(answer);
            return copies.isEmpty() ? Uni.createFrom().item(List.of()) : told(copies);
        });
    }

    private Uni<List<StalledIntake>> told(List<String> copies) {
        String[] keys = copies.stream().map(StalledIntakes::key).toArray(String[]::new);
        return execute("MGET", keys).chain(answer -> {
            List<StalledIntake> told = new ArrayList<>();
            List<String> silent = new ArrayList<>();
            for (int place = 0; place < copies.size(); place++) {
                Response entry = answer.get(place);
                if (entry == null) {
                    silent.add(copies.get(place));
                } else {
                    told.addAll(decode(entry.toString()));
                }
            }
            return forget(silent).replaceWith(told);
        });
    }

    private Uni<Void> forget(List<String> silent) {
        if (silent.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> arguments = new ArrayList<>(silent);
        arguments.add(0, COPIES);
        return execute("SREM", arguments.toArray(String[]::new)).replaceWithVoid();
    }

    /** Tells the others of what stands still here. Never fails. */
    @Scheduled(every = "5s", delayed = "5s")
    public Uni<Void> publish() {
        List<StalledIntake> here = own.get();
        if (here.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String kept = Long.toString(KEPT.toMillis());
        return bounded(execute("SET", key(copy), encode(here), "PX", kept)
                        .chain(() -> execute("SADD", COPIES, copy))
                        .chain(() -> execute("PEXPIRE", COPIES, kept)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(StalledIntakes::untold);
    }

    private Uni<Response> execute(String command, String... arguments) {
        return Uni.createFrom().deferred(() -> redis.get().execute(command, arguments));
    }

    private static List<String> texts(@Nullable Response answer) {
        List<String> texts = new ArrayList<>();
        if (answer != null) {
            answer.forEach(each -> texts.add(each.toString()));
        }
        return texts;
    }

    private static Uni<Void> untold(Throwable failure) {
        LOG.debugf("Redis was not told of consumers that stand still: %s", failure.getMessage());
        return Uni.createFrom().voidItem();
    }

    private static <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(PATIENCE).fail();
    }

    private static String key(String copy) {
        return "intake:stalled:" + copy;
    }

    private static List<StalledIntake> together(List<StalledIntake> own, List<StalledIntake> told) {
        Map<String, StalledIntake> all = new LinkedHashMap<>();
        Stream.concat(own.stream(), told.stream())
                .sorted(Comparator.comparing(StalledIntake::since))
                .forEach(each -> all.putIfAbsent(each.channel(), each));
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
