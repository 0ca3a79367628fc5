package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.GoLivePreparation;
import dev.onstage.streamcontrol.broadcast.WebhookReach;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells the broadcast whether webhooks come, and has their registration looked at before each go-live. */
@ApplicationScoped
class WebhookUpkeep implements WebhookReach, GoLivePreparation {

    private final ProviderWebhooks webhooks;

    WebhookUpkeep(ProviderWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public boolean pollingMode() {
        return webhooks.pollingMode();
    }

    @Override
    public Uni<Void> prepare(String channelId) {
        return webhooks.ensureRegistered();
    }
}
