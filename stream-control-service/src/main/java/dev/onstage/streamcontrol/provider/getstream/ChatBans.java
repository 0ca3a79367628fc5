package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.StreamingProvider.BanList;
import dev.onstage.streamcontrol.provider.StreamingProvider.ChatBan;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.BanAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Who is banned at GetStream, page by page. */
@ApplicationScoped
class ChatBans {

    private static final int PAGE = 100;

    /** GetStream's own bound on how far a list is read this way. */
    private static final int MOST = 1000;

    private final ChatApi chat;
    private final GetStreamCalls calls;
    private final ObjectMapper json;

    ChatBans(@RestClient ChatApi chat, GetStreamCalls calls, ObjectMapper json) {
        this.chat = chat;
        this.calls = calls;
        this.json = json;
    }

    /** The bans of a chat channel; without one those of the whole app. A shadow ban is none: its subject must not notice. */
    Uni<BanList> of(@Nullable String chatChannelCid) {
        return page(chatChannelCid, 0)
                .map(found -> new BanList(
                        found.stream()
                                .filter(ban -> chatChannelCid != null || ban.channel() == null)
                                .flatMap(ChatBans::toBan)
                                .toList(),
                        found.size() < MOST));
    }

    private Uni<List<BanAnswer>> page(@Nullable String chatChannelCid, int offset) {
        String payload = payload(chatChannelCid, offset);
        return calls.repeatable("query bans", () -> chat.queryBans(payload))
                .map(answer -> Objects.requireNonNullElse(answer.bans(), List.<BanAnswer>of()))
                .chain(found -> found.size() < PAGE || offset + PAGE >= MOST
                        ? Uni.createFrom().item(found)
                        : page(chatChannelCid, offset + PAGE).map(rest -> both(found, rest)));
    }

    private String payload(@Nullable String chatChannelCid, int offset) {
        Map<String, Object> filter = chatChannelCid == null ? Map.of() : Map.of("channel_cid", chatChannelCid);
        try {
            return json.writeValueAsString(Map.of(
                    "filter_conditions", filter,
                    "limit", PAGE,
                    "offset", offset));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A query has no JSON form", e);
        }
    }

    private static List<BanAnswer> both(List<BanAnswer> first, List<BanAnswer> rest) {
        List<BanAnswer> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private static Stream<ChatBan> toBan(BanAnswer ban) {
        String userId = ban.user() == null ? null : ban.user().id();
        if (userId == null || Boolean.TRUE.equals(ban.shadow())) {
            return Stream.empty();
        }
        Instant bannedAt = Objects.requireNonNullElse(ban.createdAt(), Instant.EPOCH);
        return Stream.of(new ChatBan(userId, bannedAt, ban.expires()));
    }
}
