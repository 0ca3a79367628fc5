package dev.onstage.streamcontrol.invite;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.streamcontrol.account.EmailAddress;
import dev.onstage.streamcontrol.account.SignUps;
import dev.onstage.streamcontrol.audit.SignedOutTrail;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.channel.PeopleChanged;
import dev.onstage.streamcontrol.invite.InvitationMail.Invitation;
import dev.onstage.streamcontrol.invite.InvitationMail.Outcome;
import dev.onstage.streamcontrol.invite.InviteRepository.Presented;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Inviting, accepting, and ending what was accepted. */
@ApplicationScoped
class InviteService {

    private final Pool pool;
    private final InviteRepository invites;
    private final InviteAttempts attempts;
    private final ChannelService channels;
    private final SignUps signUps;
    private final InvitationMail mail;
    private final SignedOutTrail trail;
    private final Event<PeopleChanged> changed;
    private final URI publicUrl;
    private final Clock clock;

    InviteService(
            Pool pool,
            InviteRepository invites,
            InviteAttempts attempts,
            ChannelService channels,
            SignUps signUps,
            InvitationMail mail,
            SignedOutTrail trail,
            Event<PeopleChanged> changed,
            @ConfigProperty(name = "onstage.public-url") URI publicUrl) {
        this.pool = pool;
        this.invites = invites;
        this.attempts = attempts;
        this.channels = channels;
        this.signUps = signUps;
        this.mail = mail;
        this.trail = trail;
        this.changed = changed;
        this.publicUrl = publicUrl;
        this.clock = Clock.systemUTC();
    }

    /** Makes an invite; one for an address is sent there afterwards, where the install sends mail. */
    Uni<InviteResponse> create(String channelId, CreateInviteRequest request, SignedIn inviting) {
        InviteCode code = InviteCode.random();
        EmailAddress email = request.email() == null ? null : EmailAddress.of(request.email());
        return channels.find(channelId).chain(channel -> invites.insert(
                        UuidCreator.getTimeOrderedEpoch(),
                        channelId,
                        request.roleOrViewer(),
                        code,
                        email == null ? null : email.written(),
                        email == null ? null : email.key(),
                        request.usesOrOne(),
                        UUID.fromString(inviting.accountId()),
                        clock.instant().plus(request.lifetime()))
                .chain(invite -> send(channel, invite, code, inviting.name())
                        .map(outcome -> InviteResponse.created(
                                invite, clock.instant(), code, link(channelId, code), outcome))));
    }

    Uni<List<InviteResponse>> list(String channelId) {
        return invites.list(channelId).chain(found -> invites.accepted(found).map(accepted -> found.stream()
                .map(invite -> InviteResponse.listed(
                        invite, accepted.getOrDefault(invite.inviteId(), List.of()), clock.instant()))
                .toList()));
    }

    /**
     * Accepts an invite for an account.
     *
     * @param source where the request comes from
     */
    Uni<Accepted> accept(InviteCode code, UUID accountId, String source) {
        return attempts.begin(source)
                .chain(() -> pool.withTransaction(tx -> accept(tx, code, accountId)))
                .call(() -> attempts.succeeded(source))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    /**
     * Makes an account with an invite, and accepts it with that: both or nothing. Whoever has no good code learns nothing of
     * addresses, and has no password hashed.
     */
    Uni<SignedUp> signUp(InviteCode code, SignUpRequest person, String source) {
        return attempts.begin(source)
                .chain(() ->
                        invites.isUsable(code, EmailAddress.of(person.email()).key()))
                .invoke(usable -> {
                    if (!usable) {
                        throw unusable();
                    }
                })
                .chain(() -> signUps.prepare(person.account()))
                .chain(prepared -> pool.withTransaction(tx -> signUp(tx, code, prepared, source)))
                .call(() -> attempts.succeeded(source))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    private Uni<SignedUp> signUp(SqlClient tx, InviteCode code, SignUps.Prepared prepared, String source) {
        UUID accountId = prepared.accountId();
        String name = VisibleText.trimmed(prepared.account().name());
        return signUps.create(tx, prepared)
                .chain(() -> accept(tx, code, accountId))
                .call(accepted -> trail.write(
                        tx,
                        AuditAction.INVITE_ACCEPTED,
                        new SignedOutTrail.Person(accountId, name, source),
                        accepted.channelId(),
                        accepted.inviteId().toString()))
                .map(accepted -> new SignedUp(accountId, accepted.channelId()));
    }

    /** Which invite was accepted, and what it gives. */
    record Accepted(UUID inviteId, String channelId, InvitedAs role) {}

    /** Whoever signed up, and to which channel. */
    record SignedUp(UUID accountId, String channelId) {}

    /** Has nobody accept it any more, and ends what it gave if that is wanted. */
    Uni<Void> revoke(String channelId, UUID inviteId, boolean endAccess, boolean byOwner) {
        return pool.withTransaction(tx -> invites.findForUpdate(tx, channelId, inviteId)
                        .onItem()
                        .ifNull()
                        .failWith(InviteService::unknown)
                        .invoke(role -> requireOwner(role == InvitedAs.MODERATOR, byOwner))
                        .chain(() -> invites.revoke(tx, inviteId))
                        .chain(() -> endAccess
                                ? invites.endOfInvite(tx, inviteId)
                                : Uni.createFrom().voidItem()))
                .invoke(() -> changed.fire(new PeopleChanged()));
    }

    /**
     * Ends what one person has by invites. The broadcaster has nothing by one. Somebody whom the broadcaster makes a moderator at this
     * moment keeps that when another moderator ends it.
     */
    Uni<Void> end(String channelId, UUID accountId, boolean byOwner) {
        return pool.withTransaction(tx -> invites.role(tx, channelId, accountId)
                        .invoke(role -> requireOwner("moderator".equals(role), byOwner))
                        .chain(() -> invites.endOfPerson(tx, channelId, accountId))
                        .chain(ended -> byOwner
                                ? invites.endRoleOfPerson(tx, channelId, accountId)
                                        .map(role -> ended || role)
                                : Uni.createFrom().item(ended)))
                .invoke(ended -> {
                    if (!ended) {
                        throw new ProblemException(ProblemType.NOT_FOUND, "This person is not invited to this channel.")
                                .fix("Look at the list of invites.");
                    }
                    changed.fire(new PeopleChanged());
                })
                .replaceWithVoid();
    }

    /** The invite is locked before the account, as by whoever revokes it. */
    private Uni<Accepted> accept(SqlClient tx, InviteCode code, UUID accountId) {
        return invites.lock(tx, code)
                .onItem()
                .ifNull()
                .failWith(InviteService::unusable)
                .chain(invite -> invites.lockAccount(tx, accountId)
                        .onItem()
                        .ifNull()
                        .failWith(InviteService::unusable)
                        .call(() -> requireNotBanned(tx, invite.channelId(), accountId))
                        .chain(emailKey -> accept(tx, invite, accountId, emailKey))
                        .replaceWith(new Accepted(invite.inviteId(), invite.channelId(), invite.role())));
    }

    /** Asked while the account is locked, which a ban waits for: a moderator's invite would let them lift it. */
    private Uni<Void> requireNotBanned(SqlClient tx, String channelId, UUID accountId) {
        return invites.isBanned(tx, channelId, accountId)
                .invoke(banned -> {
                    if (banned) {
                        throw unusable();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> accept(SqlClient tx, Presented invite, UUID accountId, String emailKey) {
        return invites.holds(tx, invite.inviteId(), accountId).chain(holds -> {
            if (Boolean.TRUE.equals(holds)) {
                return Uni.createFrom().voidItem();
            }
            if (holds != null || !invite.isFor(emailKey)) {
                return Uni.createFrom().failure(unusable());
            }
            return invites.role(tx, invite.channelId(), accountId)
                    .chain(role -> "broadcaster".equals(role)
                            ? Uni.createFrom().voidItem()
                            : invites.accept(tx, invite, accountId));
        });
    }

    private Uni<@Nullable Outcome> send(Channel channel, Invite invite, InviteCode code, String invitedBy) {
        String email = invite.email();
        if (email == null) {
            return Uni.createFrom().nullItem();
        }
        return mail.send(new Invitation(
                        email, channel.title(), invitedBy, link(channel.channelId(), code), invite.expiresAt()))
                .onFailure()
                .recoverWithItem(Outcome.FAILED);
    }

    /** The code stands where browsers keep it to themselves: opening the link tells it to no server, and to no other site. */
    private String link(String channelId, InviteCode code) {
        String base = publicUrl.toString();
        return (base.endsWith("/") ? base : base + "/") + "c/" + channelId + "#invite=" + code.shown();
    }

    private static void requireOwner(boolean ofModerator, boolean byOwner) {
        if (ofModerator && !byOwner) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only the broadcaster decides who moderates.")
                    .fix("Ask the broadcaster.");
        }
    }

    /** One answer for what was never an invite, and for what is none any more, or is somebody else's. */
    private static ProblemException unusable() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such invite, or it is not good any more.")
                .fix("Ask whoever invited you for another one.");
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "The channel has no such invite.")
                .fix("Look at the list of invites.");
    }
}
