package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.CallsInUse;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings roles and types of the app at GetStream to the rules. */
@ApplicationScoped
class AppAccess {

    private static final Logger LOG = Logger.getLogger(AppAccess.class);

    private final AppRoles roles;
    private final CallType callType;
    private final InviteChat chat;
    private final CallsInUse inUse;

    private final AtomicReference<@Nullable Uni<Void>> preparing = new AtomicReference<>();

    /** Whether this copy has seen that people with the role for watching may watch. */
    private volatile boolean readyForViewers;

    AppAccess(AppRoles roles, CallType callType, InviteChat chat, CallsInUse inUse) {
        this.roles = roles;
        this.callType = callType;
        this.chat = chat;
        this.inUse = inUse;
    }

    /** What could not be brought about: the differences that are left, by type. */
    record Left(List<Difference> inCalls, List<Difference> inChat) {}

    /** Makes and heals everything. Idempotent. */
    Uni<Left> establish() {
        return prepareViewers().chain(callType::ensure).chain(inCalls -> chat.ensureType()
                .map(inChat -> new Left(inCalls, inChat)));
    }

    /** Makes sure, once for this copy, that a user may be given the role for watching. All who come meanwhile wait for the same. */
    Uni<Void> ensureViewers() {
        return readyForViewers ? Uni.createFrom().voidItem() : Uni.createFrom().deferred(this::prepareOnce);
    }

    private Uni<Void> prepareOnce() {
        Uni<Void> underWay = preparing.get();
        if (underWay != null) {
            return underWay;
        }
        Uni<Void> next = prepareViewers()
                .onTermination()
                .invoke(() -> preparing.set(null))
                .memoize()
                .indefinitely();
        return preparing.compareAndSet(null, next) ? next : prepareOnce();
    }

    /** The app's roles are looked at again before the next viewer. */
    void forget() {
        readyForViewers = false;
    }

    private Uni<Void> prepareViewers() {
        return roles.ensure().chain(this::letWatchOlderCalls).invoke(() -> readyForViewers = true);
    }

    /** Calls of our type can be watched whatever becomes of the others; those are tried again with the next look at the grants. */
    private Uni<Void> letWatchOlderCalls() {
        return inUse.types()
                .chain(callType::ensureWatching)
                .onFailure(ProviderException.class)
                .invoke(failure -> LOG.warnf("Older calls may not be open to who watches: %s", failure.getMessage()))
                .onFailure(ProviderException.class)
                .recoverWithNull();
    }
}
