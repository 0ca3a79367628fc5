package dev.onstage.support.tracing;

import io.quarkus.vertx.core.runtime.VertxMDC;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fields that each line of the log has while something is done for a channel: {@value #CHANNEL_ID} and, where it is known,
 * {@value #EPOCH}. They belong to the Vert.x context of a request, a record or a piece of work; where there is none they are left
 * out, since they would stay with the thread.
 */
@ApplicationScoped
public class LogFields {

    static final String CHANNEL_ID = "channelId";
    static final String EPOCH = "epoch";

    private static final List<String> ALL = List.of(CHANNEL_ID, EPOCH);

    private final @Nullable Vertx vertx;

    @Inject
    LogFields(Vertx vertx) {
        this.vertx = vertx;
    }

    private LogFields() {
        this.vertx = null;
    }

    /** Fields that are left out, for what is put together without the container. */
    public static LogFields off() {
        return new LogFields();
    }

    /** What goes on in this context is for the channel. */
    public static void put(String channelId) {
        put(CHANNEL_ID, channelId);
    }

    /** What goes on in this context is for this go-live of the channel. */
    public static void put(String channelId, long epoch) {
        put(CHANNEL_ID, channelId);
        put(EPOCH, Long.toString(epoch));
    }

    /** Runs work for a channel in a context of its own. For what no request and no record began. */
    public <T> Uni<T> with(String channelId, Supplier<Uni<T>> work) {
        return apart(() -> {
            put(channelId);
            return work.get();
        });
    }

    /** The same for work that {@linkplain #put finds out} by itself for which channel it is, if for any. */
    public <T> Uni<T> apart(Supplier<Uni<T>> work) {
        Vertx any = vertx;
        return Uni.createFrom()
                .deferred(() -> any == null
                        ? work.get()
                        : OwnContext.create(any::getOrCreateContext).run(work));
    }

    static void copy(@Nullable Context from, Context to) {
        if (from == null || !VertxContext.isDuplicatedContext(from)) {
            return;
        }
        for (String name : ALL) {
            Object value = VertxMDC.INSTANCE.getObject(name, from);
            if (value != null) {
                VertxMDC.INSTANCE.putObject(name, value, to);
            }
        }
    }

    private static void put(String name, String value) {
        if (VertxContext.isOnDuplicatedContext()) {
            VertxMDC.INSTANCE.put(name, value, Vertx.currentContext());
        }
    }
}
