package dev.onstage.streamcontrol.invite;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Stands in while nothing sends mail. */
@DefaultBean
@ApplicationScoped
class NoInvitationMail implements InvitationMail {

    @Override
    public Uni<Outcome> send(Invitation invitation) {
        return Uni.createFrom().item(Outcome.NOT_CONFIGURED);
    }
}
