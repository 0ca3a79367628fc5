package dev.onstage.streamcontrol.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.onstage.streamcontrol.live.LiveReader.Reading;
import dev.onstage.support.caching.ContentHash;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The states this replica answers with, as they go over the wire. However many viewers ask, a channel is read once at a
 * time. Unknown channels are remembered as well, in a bounded number. A state that is older than one shown before is not
 * shown: Redis may lag behind what was committed here, then PostgreSQL is asked.
 */
@ApplicationScoped
class LiveCache {

    private static final int LARGEST = 10_000;

    private final AsyncLoadingCache<String, Answer> answers;
    private final Cache<String, Version> newest =
            Caffeine.newBuilder().maximumSize(LARGEST).build();
    private final ObjectMapper json;

    LiveCache(LiveReader reader, ObjectMapper json) {
        this.json = json;
        AsyncCacheLoader<String, Answer> loader = (channelId, executor) -> reader.read(channelId)
                .chain(reading -> isOutdated(channelId, reading)
                        ? reader.readTruth(channelId)
                        : Uni.createFrom().item(reading))
                .map(reading -> toAnswer(channelId, reading))
                .subscribeAsCompletionStage();
        this.answers = Caffeine.newBuilder()
                .maximumSize(LARGEST)
                .expireAfter(Expiry.<String, Answer>writing((channelId, answer) -> answer.goodFor()))
                .executor(Runnable::run)
                .buildAsync(loader);
    }

    /**
     * A state ready to be sent.
     *
     * @param body JSON, empty when there is no such channel
     * @param hash the name of the body
     * @param version which of the channel's states it is
     */
    record Answer(Optional<String> body, String hash, Version version, Duration goodFor) {

        private static final Answer UNKNOWN =
                new Answer(Optional.empty(), ContentHash.of(""), Version.NONE, Duration.ZERO);

        /** The body, or the problem that there is no such channel. */
        String bodyOf(String channelId) {
            return body.orElseThrow(() -> new ProblemException(
                    ProblemType.NOT_FOUND,
                    KnownChannels.isId(channelId)
                            ? "There is no channel " + channelId + "."
                            : "There is no such channel."));
        }
    }

    /**
     * The state, from the cache or by the one read under way. What cannot be an id is neither looked up nor remembered. Others
     * may wait for the same read: whoever leaves, which cancels what they wait for, cancels a copy.
     */
    CompletableFuture<Answer> get(String channelId) {
        if (!KnownChannels.isId(channelId)) {
            return CompletableFuture.completedFuture(Answer.UNKNOWN);
        }
        CompletableFuture<Answer> read = answers.get(channelId);
        return read.isDone() ? read : read.copy();
    }

    /** Somebody has written this channel: read it again. */
    CompletableFuture<Answer> refresh(String channelId) {
        answers.synchronous().invalidate(channelId);
        return get(channelId);
    }

    /** This was just read from the truth: answer with it, whatever Redis says for the moment. */
    Answer put(String channelId, Reading reading) {
        Answer answer = toAnswer(channelId, reading);
        answers.put(channelId, CompletableFuture.completedFuture(answer));
        return answer;
    }

    private boolean isOutdated(String channelId, Reading reading) {
        Version known = newest.getIfPresent(channelId);
        return known != null && reading.version().isOlderThan(known);
    }

    private Answer toAnswer(String channelId, Reading reading) {
        if (reading.state().isPresent()) {
            newest.asMap().merge(channelId, reading.version(), Version::later);
        }
        Optional<String> body = reading.state().map(this::toJson);
        return new Answer(body, ContentHash.of(body.orElse("")), reading.version(), reading.goodFor());
    }

    private String toJson(LiveState state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A live state is always JSON", e);
        }
    }
}
