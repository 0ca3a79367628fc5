package dev.onstage.streamcontrol.account;

import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The first run. */
@Path("/api/setup")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class SetupResource {

    private final SetupService setup;
    private final ClientAddresses addresses;
    private final SignInAnswers answers;

    SetupResource(SetupService setup, ClientAddresses addresses, SignInAnswers answers) {
        this.setup = setup;
        this.addresses = addresses;
        this.answers = answers;
    }

    /** Whether somebody has to go through the first run. */
    @GET
    public Uni<SetupState> state() {
        return setup.isDone().map(SetupState::new);
    }

    /** Creates the first account, which is operator and broadcaster of the channel {@code main}. */
    @POST
    public Uni<Response> setUp(@NotNull @Valid SetupRequest request, @Context HttpServerRequest http) {
        return setup.setUp(request, Place.of(http, addresses))
                .map(session ->
                        answers.of(Response.Status.CREATED, session, request.tokens(), SetupService.FIRST_CHANNEL));
    }

    /** {@code done}: the first account exists. */
    record SetupState(boolean done) {}
}
