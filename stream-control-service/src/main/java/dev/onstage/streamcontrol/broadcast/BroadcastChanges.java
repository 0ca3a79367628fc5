package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.notification.DatabaseNotifications;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Tells which channel's broadcast has just changed, on whatever replica it was committed. A hint and no more: while the
 * connection is lost some are missed, so when it is back every channel may have changed.
 */
@ApplicationScoped
public class BroadcastChanges {

    /** Stands for every channel; not the id of one. */
    public static final String ANY_CHANNEL = "*";

    private final DatabaseNotifications notifications;
    private final BroadcastProcessor<String> changes = BroadcastProcessor.create();
    private DatabaseNotifications.@Nullable Listener listener;

    BroadcastChanges(DatabaseNotifications notifications) {
        this.notifications = notifications;
    }

    /**
     * The channel ids, as they change, and {@link #ANY_CHANNEL}. Hot; a subscriber that is too slow loses hints, not the
     * subscription.
     */
    public Multi<String> stream() {
        return changes.onOverflow().drop();
    }

    void start(@Observes StartupEvent event) {
        listener = notifications.listen(
                BroadcastRepository.NOTIFICATION_CHANNEL_SQL, () -> changes.onNext(ANY_CHANNEL), changes::onNext);
    }

    void stop(@Observes ShutdownEvent event) {
        if (listener != null) {
            listener.close();
        }
    }
}
