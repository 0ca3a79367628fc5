package dev.onstage.notifier.destination;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DestinationRepository implements PanacheRepositoryBase<DestinationEntity, UUID> {
    Uni<List<DestinationEntity>> listOf(String channelId) {
        return list("channelId = ?1 order by name", channelId);
    }

    Uni<@Nullable DestinationEntity> findOf(String channelId, String name) {
        return find("channelId = ?1 and name = ?2", channelId, name).firstResult();
    }
}
