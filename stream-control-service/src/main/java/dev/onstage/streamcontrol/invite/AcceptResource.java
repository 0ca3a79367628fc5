package dev.onstage.streamcontrol.invite;

import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SignUps;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignInOptional;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Accepting an invite. */
@Path("/api/invites/{code}")
@Produces(MediaType.APPLICATION_JSON)
class AcceptResource {

    private final InviteService invites;
    private final SignUps signUps;
    private final ClientAddresses addresses;
    private final ChannelAccess access;
    private final AuditNote note;
    private final Validator validator;

    AcceptResource(
            InviteService invites,
            SignUps signUps,
            ClientAddresses addresses,
            ChannelAccess access,
            AuditNote note,
            Validator validator) {
        this.invites = invites;
        this.signUps = signUps;
        this.addresses = addresses;
        this.access = access;
        this.note = note;
        this.validator = validator;
    }

    /**
     * Accepts an invite. Signed in, for one's account, and the body is not looked at. Signed out, the body makes an account,
     * which is signed in afterwards. Whoever accepts again is told the same.
     */
    @POST
    @Path("/accept")
    @SignInOptional
    @Audited(AuditAction.INVITE_ACCEPTED)
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "200",
            description = "Accepted for the account that is signed in",
            content = @Content(schema = @Schema(implementation = AcceptedInvite.class)))
    @APIResponse(responseCode = "201", description = "An account was made and is signed in, as after a sign-in")
    public Uni<Response> accept(
            @PathParam("code") String code, @Nullable SignUpRequest person, @Context HttpServerRequest http) {
        Place place = Place.of(http, addresses);
        InviteCode presented = InviteCode.of(code);
        return access.signedIn()
                .map(account -> accept(presented, UUID.fromString(account.accountId()), place.source()))
                .orElseGet(() -> signUp(presented, require(person), place));
    }

    private Uni<Response> accept(InviteCode code, UUID accountId, String source) {
        return invites.accept(code, accountId, source)
                .invoke(accepted -> {
                    note.channel(accepted.channelId());
                    note.object(accepted.inviteId().toString());
                })
                .map(accepted -> Response.ok(new AcceptedInvite(accepted.channelId(), accepted.role()))
                        .build());
    }

    private Uni<Response> signUp(InviteCode code, SignUpRequest person, Place place) {
        return invites.signUp(code, person, place.source())
                .chain(made -> signUps.signIn(made.accountId(), place, person.tokens(), made.channelId()));
    }

    private SignUpRequest require(@Nullable SignUpRequest person) {
        if (person == null) {
            throw new ProblemException(
                            ProblemType.INVALID_REQUEST, "Nobody is signed in, and no account was described.")
                    .fix("Sign in first, or send email, name and password of the account to make.");
        }
        Set<ConstraintViolation<SignUpRequest>> violations = validator.validate(person);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return person;
    }
}
