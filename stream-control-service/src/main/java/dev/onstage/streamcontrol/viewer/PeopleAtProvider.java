package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.channel.PeopleChanged;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.viewer.PeopleRepository.Claim;
import dev.onstage.support.text.StorableText;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Has the provider follow what the tables say of people: member or moderator of a chat, banned from it, blocked on a call. That
 * something is owed is written by the database together with what changed; it is carried out here, at once and again until the
 * provider has taken it. Each step may be repeated, and all are when somebody began to tell and did not hear that everything was
 * taken: what the provider has is not known then. One copy at a time tells of a person, and tells what is so at that moment, so
 * that nothing older arrives after something newer.
 */
@ApplicationScoped
class PeopleAtProvider {

    private static final Logger LOG = Logger.getLogger(PeopleAtProvider.class);
    private static final int AT_ONCE = 20;
    private static final int LONGEST_ERROR = 300;

    /** A copy that dies while it tells keeps others waiting for as long. */
    private static final Duration CLAIM = Duration.ofSeconds(20);

    /** Ends before the claim does. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final PeopleRepository people;
    private final StreamingProvider provider;

    PeopleAtProvider(Vertx vertx, PeopleRepository people, StreamingProvider provider) {
        this.vertx = vertx;
        this.people = people;
        this.provider = provider;
    }

    void changed(@Observes PeopleChanged event) {
        vertx.runOnContext(ignored -> tellSome().subscribe().with(told -> {}));
    }

    /** Every copy may: a person is told of by one. Goes on while others wait. */
    @Scheduled(every = "{onstage.people.tell-every:2s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tellAll() {
        return Multi.createBy()
                .repeating()
                .uni(this::tellSome)
                .whilst(told -> told == AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Those of whom something is taken come first. How many it was tried for. */
    private Uni<Integer> tellSome() {
        return people.claimDue(CLAIM, AT_ONCE)
                .chain(claims -> tell(claims).replaceWith(claims.size()))
                .onFailure()
                .invoke(failure -> LOG.debugf("What the provider is owed was not looked at: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(0);
    }

    private Uni<Void> tell(List<Claim> claims) {
        return Multi.createFrom()
                .iterable(claims)
                .onItem()
                .transformToUniAndMerge(claim -> tell(claim).onFailure().recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * Tells of one person at once, if anything is owed and nobody else does.
     *
     * @return fails when the provider did not take it, which is then tried again without the caller
     */
    Uni<Void> tell(String channelId, UUID accountId) {
        return people.claim(CLAIM, channelId, accountId)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> tell(Claim claim) {
        return people.find(claim.channelId(), claim.accountId())
                .map(person -> Objects.requireNonNull(person, "rows of channels and accounts stay"))
                .chain(person -> tell(claim, person))
                .onFailure()
                .call(failure -> failed(claim, failure, false))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithUni(() -> tooSlow(claim));
    }

    private Uni<Void> tell(Claim claim, ChannelPerson person) {
        List<Step> steps = person.steps(claim.inDoubt());
        return ensureUser(person, steps)
                .chain(() -> carryOut(person, steps))
                .chain(() -> people.told(claim, person, steps.contains(Step.BAN) || steps.contains(Step.UNBAN)));
    }

    /** The provider refuses what is about somebody it does not know. One who was removed is not made again. */
    private Uni<Void> ensureUser(ChannelPerson person, List<Step> steps) {
        return person.removed() || steps.isEmpty()
                ? Uni.createFrom().voidItem()
                : provider.ensureUser(person.accountId().toString(), person.name(), person.avatarUrl());
    }

    /** One that is refused keeps no other from being taken: a call that is gone must not leave somebody in the chat. */
    private Uni<Void> carryOut(ChannelPerson person, List<Step> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUni(step -> carryOut(person, step))
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .onFailure(CompositeException.class)
                .transform(all -> all.getCauses().get(0))
                .replaceWithVoid();
    }

    /** Nobody tells of the person before the claim ends: what was sent may still arrive. */
    private Uni<Void> tooSlow(Claim claim) {
        ProviderException slow = new ProviderException(
                Kind.UNAVAILABLE, "The provider was too slow to follow a change of who may do what.", null, null);
        return failed(claim, slow, true).chain(() -> Uni.createFrom().failure(slow));
    }

    private Uni<Void> carryOut(ChannelPerson person, Step step) {
        String userId = person.accountId().toString();
        String chat = String.valueOf(person.chatCid());
        Uni<Void> done =
                switch (step) {
                    case BLOCK -> provider.block(CallId.parse(String.valueOf(person.callCid())), userId);
                    case UNBLOCK -> provider.unblock(CallId.parse(String.valueOf(person.callCid())), userId);
                    case BAN -> provider.banFromChat(chat, userId, person.broadcasterUserId());
                    case UNBAN -> provider.unbanFromChat(chat, userId, person.broadcasterUserId());
                    case SET_CHAT_ROLE, REMOVE_FROM_CHAT ->
                        provider.setChatRole(
                                chat, userId, person.standing().wanted().role());
                };
        return done.onFailure(failure -> step.mayFindNothing() && isNotFound(failure))
                .recoverWithNull();
    }

    private Uni<Void> failed(Claim claim, Throwable failure, boolean underWay) {
        LOG.debugf("The provider will be told later of a person: %s", failure.getMessage());
        return people.failed(
                        claim, StorableText.readable(String.valueOf(failure.getMessage()), LONGEST_ERROR), underWay)
                .onFailure()
                .recoverWithNull();
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ProviderException provider && provider.kind() == Kind.NOT_FOUND;
    }
}
