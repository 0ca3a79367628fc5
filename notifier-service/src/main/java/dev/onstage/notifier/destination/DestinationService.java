package dev.onstage.notifier.destination;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.notifier.destination.DestinationAddresses.Check;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The use cases around a channel's destinations. */
@ApplicationScoped
public class DestinationService {
    private static final List<String> FIRST = List.of("public", "private");

    private final DestinationRepository repository;
    private final List<DestinationAddresses> kinds;
    private final SecretCipher cipher;
    private final Clock clock = Clock.systemUTC();

    DestinationService(DestinationRepository repository, @All List<DestinationAddresses> kinds, SecretCipher cipher) {
        this.repository = repository;
        this.kinds = kinds;
        this.cipher = cipher;
    }

    /** All destinations of a channel: {@code public} and {@code private} first, then by name. */
    @WithSession
    public Uni<List<DestinationResponse>> list(String channelId) {
        return repository.listOf(channelId).map(found -> found.stream()
                .sorted(Comparator.comparingInt(DestinationService::rank).thenComparing(entity -> entity.name))
                .map(DestinationResponse::from)
                .toList());
    }

    /**
     * Creates or changes a destination. A new address is read, and asked for at the receiver before anything is stored:
     * one that does not exist there is refused, one that cannot be asked about at the moment is taken on trust.
     */
    public Uni<DestinationResponse> save(String channelId, String name, DestinationRequest request) {
        DestinationAddresses kind = kindOf(request.kind());
        Address address = request.url() == null ? null : parse(kind, request.url());
        Uni<Check> checked = address == null ? Uni.createFrom().item(Check.FOUND) : kind.check(address.secret());
        return checked.invoke(DestinationService::refuseUnknown)
                .flatMap(check -> Panache.withTransaction(() -> store(channelId, name, request, address)));
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
            if (entity == null) {
                throw notFound(name);
            }
            if (entity.address == null) {
                throw new ProblemException(
                                ProblemType.DESTINATION_INVALID, "The address of this destination no longer works.")
                        .fix("Create a new webhook and save its address here.");
            }
            return new Destination(
                    entity.id,
                    entity.channelId,
                    entity.name,
                    entity.kind,
                    new Address(cipher.decrypt(entity.address), entity.maskedAddress));
        });
    }

    private Uni<DestinationResponse> store(
            String channelId, String name, DestinationRequest request, @Nullable Address address) {
        return repository
                .find("channelId = ?1 and name = ?2", channelId, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<@Nullable DestinationEntity>firstResult()
                .flatMap(found -> {
                    DestinationEntity entity = found == null ? create(channelId, name) : found;
                    apply(entity, request, address);
                    return found == null
                            ? repository.persist(entity)
                            : Uni.createFrom().item(entity);
                })
                .flatMap(entity -> repository.flush().replaceWith(entity))
                .map(DestinationResponse::from);
    }

    private DestinationEntity create(String channelId, String name) {
        DestinationEntity entity = new DestinationEntity();
        entity.id = UuidCreator.getTimeOrderedEpoch();
        entity.channelId = channelId;
        entity.name = name;
        entity.createdAt = clock.instant();
        return entity;
    }

    private void apply(DestinationEntity entity, DestinationRequest request, @Nullable Address address) {
        Instant now = clock.instant();
        entity.kind = request.kind();
        if (address != null) {
            entity.address = cipher.encrypt(address.secret());
            entity.maskedAddress = address.masked();
        } else if (entity.address == null) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, "A destination needs an address.")
                    .fix("Send the field url. " + kindOf(entity.kind).howToFind());
        }
        boolean wasEnabled = entity.enabled;
        entity.enabled = orElse(request.enabled(), address != null || wasEnabled);
        if (entity.enabled && (address != null || !wasEnabled)) {
            entity.switchedOffReason = null;
            entity.switchedOffAt = null;
            entity.refusals = 0;
        }
        entity.notifyOnLive = orElse(request.notifyOnLive(), entity.notifyOnLive);
        entity.notifyOnEnd = orElse(request.notifyOnEnd(), entity.notifyOnEnd);
        entity.atEnd = orElse(request.atEnd(), entity.atEnd);
        entity.onUnknown = orElse(request.onUnknown(), entity.onUnknown);
        entity.updatedAt = now;
    }

    private DestinationAddresses kindOf(String kind) {
        return kinds.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                                ProblemType.DESTINATION_INVALID, "There is no kind of destination with this name.")
                        .fix("Use one of: "
                                + String.join(
                                        ", ",
                                        kinds.stream()
                                                .map(DestinationAddresses::kind)
                                                .toList()) + "."));
    }

    private static Address parse(DestinationAddresses kind, String url) {
        try {
            return kind.parse(url);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, String.valueOf(e.getMessage()))
                    .fix(kind.howToFind());
        }
    }

    private static void refuseUnknown(Check check) {
        if (check == Check.NOT_FOUND) {
            throw new ProblemException(ProblemType.DESTINATION_INVALID, "The receiver does not know this address.")
                    .fix("It was deleted there, or a part of the address is missing: copy it again.");
        }
    }

    private static ProblemException notFound(String name) {
        return new ProblemException(ProblemType.NOT_FOUND, "This channel has no destination '" + name + "'.")
                .fix("Create it with PUT.");
    }

    private static int rank(DestinationEntity entity) {
        int index = FIRST.indexOf(entity.name);
        return index < 0 ? FIRST.size() : index;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
