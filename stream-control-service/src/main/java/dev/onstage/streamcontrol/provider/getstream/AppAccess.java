package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.CallsInUse;
import dev.onstage.streamcontrol.provider.getstream.AccessRules.Difference;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Brings roles and types of the app at GetStream to the rules. */
@ApplicationScoped
class AppAccess {

    private final AppRoles roles;
    private final CallType callType;
    private final InviteChat chat;
    private final CallsInUse inUse;

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

    /** Makes sure, once for this copy, that a user may be given the role for watching. */
    Uni<Void> ensureViewers() {
        return readyForViewers ? Uni.createFrom().voidItem() : prepareViewers();
    }

    /** The app's roles are looked at again before the next viewer. */
    void forget() {
        readyForViewers = false;
    }

    private Uni<Void> prepareViewers() {
        return roles.ensure()
                .chain(inUse::types)
                .chain(callType::ensureWatching)
                .invoke(() -> readyForViewers = true);
    }
}
