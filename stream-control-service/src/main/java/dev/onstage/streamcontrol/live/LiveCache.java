package dev.onstage.streamcontrol.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.onstage.streamcontrol.live.LiveReader.Reading;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
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
     * @param etag strong, quoted
     * @param version which of the channel's states it is
     */
    record Answer(Optional<String> body, String etag, Version version, Duration goodFor) {

        private static final Answer UNKNOWN =
                new Answer(Optional.empty(), LiveCache.etag(""), Version.NONE, Duration.ZERO);

        /** The body, or the problem that there is no such channel. */
        String bodyOf(String channelId) {
            return body.orElseThrow(() -> new ProblemException(
                    ProblemType.NOT_FOUND,
                    KnownChannels.isId(channelId)
                            ? "There is no channel " + channelId + "."
                            : "There is no such channel."));
        }
    }

    /** The state, from the cache or by the one read under way. What cannot be an id is neither looked up nor remembered. */
    CompletableFuture<Answer> get(String channelId) {
        return KnownChannels.isId(channelId)
                ? answers.get(channelId)
                : CompletableFuture.completedFuture(Answer.UNKNOWN);
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
        return new Answer(body, etag(body.orElse("")), reading.version(), reading.goodFor());
    }

    private String toJson(LiveState state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A live state is always JSON", e);
        }
    }

    private static String etag(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
