package dev.onstage.notifier.destination;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.notifier.destination.DestinationKind.Check;
import dev.onstage.notifier.limits.KindLimits;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The use cases around a channel's destinations. */
@ApplicationScoped
public class DestinationService {
    private static final String FORGET_PAUSE = "UPDATE destinations SET quiet_until = '-infinity' WHERE id = :id";
    private static final List<String> FIRST = List.of("public", "private");

    private final DestinationRepository repository;
    private final List<DestinationKind> kinds;
    private final SecretCipher cipher;
    private final StoredTemplate templates;
    private final LastCalls lastCalls;
    private final KindLimits limits;
    private final Pool pool;
    private final Clock clock = Clock.systemUTC();

    DestinationService(
            DestinationRepository repository,
            @All List<DestinationKind> kinds,
            SecretCipher cipher,
            StoredTemplate templates,
            LastCalls lastCalls,
            KindLimits limits,
            Pool pool) {
        this.repository = repository;
        this.kinds = kinds;
        this.cipher = cipher;
        this.templates = templates;
        this.lastCalls = lastCalls;
        this.limits = limits;
        this.pool = pool;
    }

    /** All destinations of a channel: {@code public} and {@code private} first, then by name. */
    public Uni<List<DestinationResponse>> list(String channelId) {
        return lastCalls.of(channelId).flatMap(calls -> Panache.withSession(() -> repository.listOf(channelId))
                .map(found -> found.stream()
                        .sorted(Comparator.comparingInt(DestinationService::rank)
                                .thenComparing(entity -> entity.name))
                        .map(entity -> response(entity, calls.getOrDefault(entity.id, LastCalls.Pair.NONE), null))
                        .toList()));
    }

    /** One destination of a channel. */
    public Uni<DestinationResponse> find(String channelId, String name) {
        return lastCalls.of(channelId).flatMap(calls -> Panache.withSession(() -> repository.findOf(channelId, name))
                .map(entity -> {
                    DestinationEntity found = existing(entity, name);
                    return response(found, calls.getOrDefault(found.id, LastCalls.Pair.NONE), null);
                }));
    }

    /**
     * Creates or changes a destination. A new address is read, and asked for at the receiver before anything is stored:
     * one that does not exist there is refused, one that cannot be asked about at the moment is taken on trust. One that
     * was switched off is asked for again before it is on again.
     */
    public Uni<DestinationResponse> save(String channelId, String name, DestinationRequest request) {
        DestinationKind kind = kindOf(request.kind());
        return change(channelId, name, kind, request)
                .call(change -> checked(channelId, name, change))
                .flatMap(change -> store(channelId, name, change))
                .flatMap(saved -> lastCalls
                        .of(channelId)
                        .map(calls -> response(
                                saved.entity(),
                                calls.getOrDefault(saved.entity().id, LastCalls.Pair.NONE),
                                saved.madeSecret())));
    }

    /** Removes a destination with its history. */
    @WithTransaction
    public Uni<Void> delete(String channelId, String name) {
        return repository
                .delete("channelId = ?1 and name = ?2", channelId, name)
                .invoke(deleted -> {
                    if (deleted == 0) {
                        throw notFound(name);
                    }
                })
                .replaceWithVoid();
    }

    /** The destination with its address, for a call to be made now. */
    @WithSession
    public Uni<Destination> open(String channelId, String name) {
        return repository.findOf(channelId, name).map(entity -> {
            DestinationEntity found = existing(entity, name);
            return new Destination(
                    found.id,
                    found.channelId,
                    found.name,
                    found.kind,
                    found.addressVersion,
                    new Target(secretOf(found), found.threadId),
                    presentation(found));
        });
    }

    /**
     * What a destination would look like with other settings.
     *
     * @param settings what a save would change, null for nothing; an address in it is not looked at
     * @throws ProblemException naming every field the receiver would not take
     */
    @WithSession
    public Uni<Drafted> draft(String channelId, String name, @Nullable DestinationRequest settings) {
        return repository.findOf(channelId, name).map(entity -> {
            DestinationEntity found = existing(entity, name);
            Presentation saved = presentation(found);
            Presentation tried = settings == null
                    ? saved
                    : new DestinationChange(settings, kindOf(found.kind), null, null).presentation(saved);
            return new Drafted(found.kind, tried);
        });
    }

    /**
     * Settings that were tried on.
     *
     * @param kind the destination's
     * @param presentation as it would be saved
     */
    public record Drafted(String kind, Presentation presentation) {}

    private record Saved(DestinationEntity entity, @Nullable String madeSecret) {}

    /** A request with the address it brings: a new one, or the present one with another signing secret. */
    private Uni<DestinationChange> change(
            String channelId, String name, DestinationKind kind, DestinationRequest request) {
        String url = request.url();
        String signingSecret = request.signingSecret();
        if (url != null) {
            return Uni.createFrom()
                    .item(() -> new DestinationChange(
                            request, kind, readable(kind, () -> kind.parse(url, signingSecret)), null));
        }
        if (signingSecret == null) {
            return Uni.createFrom().item(() -> new DestinationChange(request, kind, null, null));
        }
        return Panache.withSession(() -> repository.findOf(channelId, name)).map(entity -> {
            DestinationEntity found = existing(entity, name);
            DestinationChange.refuseOtherKind(found, kind);
            Address address = readable(kind, () -> kind.resign(secretOf(found), signingSecret));
            return new DestinationChange(request, kind, address, found.addressVersion);
        });
    }

    private Uni<Void> checked(String channelId, String name, DestinationChange change) {
        DestinationKind kind = change.kind();
        Address address = change.address();
        if (address != null) {
            return askReceiver(kind, address.secret());
        }
        if (!Boolean.TRUE.equals(change.request().enabled())) {
            return Uni.createFrom().voidItem();
        }
        return Panache.withSession(() -> repository.findOf(channelId, name))
                .flatMap(entity -> entity == null
                                || !entity.kind.equals(kind.kind())
                                || entity.switchedOffReason == null
                                || entity.address == null
                        ? Uni.createFrom().voidItem()
                        : askReceiver(kind, secretOf(entity)));
    }

    /** Of two that create the same destination at once the second changes what the first created. */
    private Uni<Saved> store(String channelId, String name, DestinationChange change) {
        return Panache.withTransaction(() -> write(channelId, name, change))
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(1);
    }

    private Uni<Saved> write(String channelId, String name, DestinationChange change) {
        return repository
                .find("channelId = ?1 and name = ?2", channelId, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<@Nullable DestinationEntity>firstResult()
                .flatMap(found -> {
                    DestinationEntity entity = found == null ? create(channelId, name) : found;
                    apply(entity, found == null, change);
                    return found == null
                            ? repository.persist(entity)
                            : Uni.createFrom().item(entity);
                })
                .call(entity -> repository.flush())
                .call(entity -> change.isNewAddress()
                        ? forgetPause(entity)
                        : Uni.createFrom().voidItem())
                .map(entity -> new Saved(
                        entity,
                        change.address() == null ? null : change.address().madeSecret()));
    }

    /** What a receiver asked for at one address means nothing at another. */
    private Uni<Integer> forgetPause(DestinationEntity entity) {
        return repository.getSession().flatMap(session -> session.createNativeQuery(FORGET_PAUSE)
                .setParameter("id", entity.id)
                .executeUpdate());
    }

    private DestinationEntity create(String channelId, String name) {
        DestinationEntity entity = new DestinationEntity();
        entity.id = UuidCreator.getTimeOrderedEpoch();
        entity.channelId = channelId;
        entity.name = name;
        entity.createdAt = clock.instant();
        return entity;
    }

    private void apply(DestinationEntity entity, boolean isNew, DestinationChange change) {
        Address address = change.address();
        if (!isNew) {
            DestinationChange.refuseOtherKind(entity, change.kind());
        }
        Presentation presentation = change.presentation(presentation(entity));
        change.applyTo(entity);
        if (address == null && entity.address == null && (isNew || entity.enabled)) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, "A destination needs an address.")
                    .fix("Send the field url. " + change.kind().howToFind());
        }
        if (address != null) {
            entity.address = cipher.encrypt(address.secret());
            entity.addressVersion++;
            entity.maskedAddress = address.masked();
        }
        entity.ping = presentation.ping();
        entity.username = presentation.username();
        entity.avatarUrl = presentation.avatarUrl();
        entity.threadId = presentation.threadId();
        entity.threadName = presentation.threadName();
        entity.template = templates.write(presentation.template());
        entity.updatedAt = clock.instant();
    }

    private Presentation presentation(DestinationEntity entity) {
        return new Presentation(
                entity.ping,
                entity.username,
                entity.avatarUrl,
                entity.threadId,
                entity.threadName,
                templates.read(entity.template));
    }

    private DestinationResponse response(DestinationEntity entity, LastCalls.Pair calls, @Nullable String madeSecret) {
        return DestinationResponse.from(entity, presentation(entity), calls, madeSecret);
    }

    private String secretOf(DestinationEntity entity) {
        if (entity.address == null) {
            throw new ProblemException(
                            ProblemType.DESTINATION_INVALID, "The address of this destination no longer works.")
                    .fix("Create a new webhook and save its address here.");
        }
        return cipher.decrypt(entity.address);
    }

    private DestinationKind kindOf(String kind) {
        return kinds.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                                ProblemType.DESTINATION_INVALID, "There is no kind of destination with this name.")
                        .fix("Use one of: "
                                + String.join(
                                        ", ",
                                        kinds.stream()
                                                .map(DestinationKind::kind)
                                                .sorted()
                                                .toList()) + "."));
    }

    private static Address readable(DestinationKind kind, Supplier<Address> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw unusable(kind, e);
        }
    }

    private static ProblemException unusable(DestinationKind kind, Throwable refused) {
        return new ProblemException(ProblemType.DESTINATION_INVALID, String.valueOf(refused.getMessage()))
                .fix(kind.howToFind());
    }

    /** While all calls of a kind are paused an address is taken on trust. */
    private Uni<Void> askReceiver(DestinationKind kind, String secret) {
        return limits.pause(pool, kind.kind())
                .flatMap(pause -> pause.isZero()
                        ? limits.spend(pool, kind.kind(), 1).chain(() -> kind.check(secret))
                        : Uni.createFrom().item(Check.UNREACHABLE))
                .onFailure(IllegalArgumentException.class)
                .transform(refused -> unusable(kind, refused))
                .invoke(DestinationService::refuseUnknown)
                .replaceWithVoid();
    }

    private static void refuseUnknown(Check check) {
        if (check == Check.NOT_FOUND) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, "The receiver does not know this address.")
                    .fix("It was deleted there, or a part of the address is missing: copy it again.");
        }
    }

    private static DestinationEntity existing(@Nullable DestinationEntity entity, String name) {
        if (entity == null) {
            throw notFound(name);
        }
        return entity;
    }

    private static ProblemException notFound(String name) {
        return new ProblemException(ProblemType.NOT_FOUND, "This channel has no destination '" + name + "'.")
                .fix("Create it with PUT.");
    }

    private static int rank(DestinationEntity entity) {
        int index = FIRST.indexOf(entity.name);
        return index < 0 ? FIRST.size() : index;
    }
}
