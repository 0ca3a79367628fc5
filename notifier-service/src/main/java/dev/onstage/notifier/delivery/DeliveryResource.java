package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.DestinationService;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.OpenToTokens;
import dev.onstage.support.access.Scope;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;

/** What a destination's messages look like and what became of them; for the channel's broadcaster. */
@Path("/api/notifications/channels/{channelId}/{destinationId}")
@AllowedTo(Caller.BROADCASTER)
public class DeliveryResource {
    private final DeliveryHistory history;
    private final Retries retries;
    private final TestMessages tests;
    private final Previews previews;
    private final DestinationService destinations;

    DeliveryResource(
            DeliveryHistory history,
            Retries retries,
            TestMessages tests,
            Previews previews,
            DestinationService destinations) {
        this.history = history;
        this.retries = retries;
        this.tests = tests;
        this.previews = previews;
        this.destinations = destinations;
    }

    @GET
    @Path("/deliveries")
    @OpenToTokens(Scope.NOTIFICATIONS_READ)
    public Uni<List<DeliveryResponse>> deliveries(String channelId, String destinationId) {
        return destinations.find(channelId, destinationId).chain(() -> history.of(channelId, destinationId));
    }

    @POST
    @Path("/deliveries/{sessionId}/retry")
    @CommandLimit("retry")
    @Audited(AuditAction.MESSAGE_TRIED_AGAIN)
    public Uni<List<DeliveryResponse>> retry(String channelId, String destinationId, UUID sessionId) {
        return retries.retry(channelId, destinationId, sessionId);
    }

    @POST
    @Path("/preview")
    public Uni<PreviewResponse> preview(
            String channelId, String destinationId, @NotNull @Valid PreviewRequest request) {
        return previews.of(channelId, destinationId, request);
    }

    @POST
    @Path("/test")
    @CommandLimit("test-message")
    @Audited(AuditAction.TEST_MESSAGE_SENT)
    public Uni<TestMessages.Sent> test(String channelId, String destinationId) {
        return tests.send(channelId, destinationId);
    }
}
