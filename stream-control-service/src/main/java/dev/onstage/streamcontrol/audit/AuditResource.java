package dev.onstage.streamcontrol.audit;

import dev.onstage.events.AuditEntry;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Who did what: on a channel for its broadcaster, everything for operators. No API token reaches it. */
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class AuditResource {

    private static final String LARGEST_PAGE = "200";

    private final AuditRepository repository;
    private final ChannelAccess access;

    AuditResource(AuditRepository repository, ChannelAccess access) {
        this.repository = repository;
        this.access = access;
    }

    /** The entries, newest first. */
    @GET
    @APIResponse(responseCode = "200", description = "A page; before leads to the one after it")
    @APIResponse(responseCode = "403", description = "Neither an operator nor the broadcaster of the channel")
    public Uni<AuditPage> read(
            @QueryParam("channelId") @Parameter(description = "May be left out by operators") @Nullable String channelId,
            @QueryParam("before") @Parameter(description = "before of the page before") @Nullable UUID before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) @Parameter(description = "1 to " + LARGEST_PAGE)
                    int limit) {
        SignedIn person = access.requireSignedIn();
        if (channelId == null) {
            SignedIn unused = access.requireOperator();
        } else if (!person.isOperator()) {
            SignedIn unused = access.requireBroadcaster(channelId);
        }
        return repository.page(channelId, before, limit).map(entries -> AuditPage.of(entries, limit));
    }

    /**
     * Some entries.
     *
     * @param entries newest first
     * @param before the parameter that leads to older ones; null when there are none
     */
    record AuditPage(List<AuditEntry> entries, @Nullable UUID before) {
        static AuditPage of(List<AuditEntry> entries, int limit) {
            return new AuditPage(
                    entries,
                    entries.size() < limit
                            ? null
                            : entries.get(entries.size() - 1).entryId());
        }
    }
}
