package dev.onstage.streamcontrol.viewer;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.viewer.ViewerAccess.Video;
import dev.onstage.support.access.CallersContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where a call can be watched without joining it. The provider is asked once every few seconds for all who want to know; when it
 * does not answer there is no such address, since the call itself can be watched all the same.
 */
@ApplicationScoped
class VideoAddresses {

    private static final Logger LOG = Logger.getLogger(VideoAddresses.class);
    private static final Duration KEEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final StreamingProvider provider;
    private final AsyncCache<String, Optional<String>> addresses =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEEP).buildAsync();

    VideoAddresses(StreamingProvider provider) {
        this.provider = provider;
    }

    /** Never fails. */
    Uni<Video> of(@Nullable String callCid) {
        if (callCid == null) {
            return Uni.createFrom().item(Video.NONE);
        }
        return CallersContext.returnTo(Uni.createFrom()
                .completionStage(() -> addresses
                        .get(callCid, (cid, executor) -> ask(cid).subscribeAsCompletionStage())
                        .copy())
                .map(found -> new Video(found.orElse(null))));
    }

    private Uni<Optional<String>> ask(String callCid) {
        return provider.hlsAddress(CallId.parse(callCid))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debugf("The address of a video was not read: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
