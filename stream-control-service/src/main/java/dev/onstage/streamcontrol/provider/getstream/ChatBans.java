package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.streamcontrol.provider.StreamingProvider.BanList;
import dev.onstage.streamcontrol.provider.StreamingProvider.ChatBan;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.BanAnswer;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.BansAnswer;
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

    /** What is banned meanwhile comes at the end, and moves nothing over the edge of a page. */
    private static final List<Map<String, Object>> OLDEST_FIRST =
            List.of(Map.of("field", "created_at", "direction", 1));

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
                .map(ChatBans::bans)
                .chain(found -> found.size() < PAGE || offset + PAGE >= MOST
                        ? Uni.createFrom().item(found)
                        : page(chatChannelCid, offset + PAGE).map(rest -> both(found, rest)));
    }

    /** An answer without a list says nothing of who is banned, least of all that nobody is. */
    private static List<BanAnswer> bans(BansAnswer answer) {
        List<BanAnswer> bans = answer.bans();
        if (bans == null) {
            throw new ProviderException(
                    Kind.UNAVAILABLE, "GetStream's answer to \"query bans\" holds no list of bans.", null, null);
        }
        return bans;
    }

    private String payload(@Nullable String chatChannelCid, int offset) {
        Map<String, Object> filter = chatChannelCid == null ? Map.of() : Map.of("channel_cid", chatChannelCid);
        try {
            return json.writeValueAsString(Map.of(
                    "filter_conditions", filter,
                    "exclude_expired_bans", true,
                    "sort", OLDEST_FIRST,
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
