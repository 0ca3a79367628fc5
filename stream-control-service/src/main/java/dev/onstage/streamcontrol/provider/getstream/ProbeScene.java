package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.Ban;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelData;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.ChannelMember;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.DeleteUsers;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.QueryChannel;
import dev.onstage.streamcontrol.provider.getstream.ChatApi.Unban;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Backstage;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CallData;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CreateCall;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.DeleteCall;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Member;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Settings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Where it is tried what people may do: a call and a chat channel of our types that nobody watches, and users who are nobody. The
 * ids of call and channel name no channel of Onstage, so that nothing of it is counted anywhere.
 */
@ApplicationScoped
class ProbeScene {

    private static final Logger LOG = Logger.getLogger(ProbeScene.class);
    private static final String USER = "onstage-probe-";

    private final VideoApi video;
    private final ChatApi chat;
    private final CallType callType;
    private final GetStreamCalls calls;

    ProbeScene(@RestClient VideoApi video, @RestClient ChatApi chat, CallType callType, GetStreamCalls calls) {
        this.video = video;
        this.chat = chat;
        this.callType = callType;
        this.calls = calls;
    }

    /** The id of the user for one of those who try. */
    static String userId(Prober who) {
        return USER + who.name().toLowerCase(Locale.ROOT);
    }

    /** Makes users, call and channel. The same {@code id} is that of both. */
    Uni<Void> build(String id) {
        return users().chain(() -> call(id))
                .chain(() -> channel(id))
                .chain(() -> calls.repeatable("ban a probe", () -> chat.ban(ban(id))))
                .replaceWithVoid();
    }

    /** Takes everything away again, also what somebody could make who should not. Never fails. */
    Uni<Void> clear(List<String> ids, List<String> guests) {
        Uni<Void> cleared = quietly(() -> chat.unban(
                userId(Prober.BANNED), InviteChat.TYPE + ":" + ids.get(0), new Unban(userId(Prober.BROADCASTER))));
        for (String id : ids) {
            cleared = cleared.chain(() -> quietly(() -> video.deleteCall(callType.name(), id, new DeleteCall(true))))
                    .chain(() -> quietly(() -> chat.deleteChannel(InviteChat.TYPE, id, true)));
        }
        return guests.isEmpty()
                ? cleared
                : cleared.chain(() -> quietly(() -> chat.deleteUsers(new DeleteUsers(guests, "hard"))));
    }

    private Uni<Void> users() {
        Map<String, ChatApi.User> users = new TreeMap<>();
        for (Prober who : List.of(Prober.VIEWER, Prober.MEMBER, Prober.BANNED)) {
            users.put(userId(who), new ChatApi.User(userId(who), "Onstage probe", null, AccessRules.VIEWER));
        }
        String broadcaster = userId(Prober.BROADCASTER);
        users.put(broadcaster, new ChatApi.User(broadcaster, "Onstage probe", null, AccessRules.BROADCASTER));
        return calls.repeatable("create probes", () -> chat.upsertUsers(new ChatApi.UpsertUsers(users)))
                .replaceWithVoid();
    }

    private Uni<Void> call(String id) {
        String broadcaster = userId(Prober.BROADCASTER);
        CreateCall body = new CreateCall(new CallData(
                broadcaster,
                List.of(new Member(broadcaster, "host")),
                new Settings(new Backstage(true), null),
                Map.of()));
        return calls.repeatable("create a call to try", () -> video.getOrCreateCall(callType.name(), id, body))
                .replaceWithVoid();
    }

    private Uni<Void> channel(String id) {
        String broadcaster = userId(Prober.BROADCASTER);
        QueryChannel body = new QueryChannel(
                new ChannelData(
                        broadcaster,
                        Map.of("name", "Onstage probe"),
                        List.of(
                                new ChannelMember(broadcaster, "channel_moderator"),
                                new ChannelMember(userId(Prober.MEMBER), "channel_member"),
                                new ChannelMember(userId(Prober.BANNED), "channel_member"))),
                false);
        return calls.repeatable(
                        "create a chat channel to try", () -> chat.getOrCreateChannel(InviteChat.TYPE, id, body))
                .replaceWithVoid();
    }

    private static Ban ban(String id) {
        return new Ban(userId(Prober.BANNED), userId(Prober.BROADCASTER), InviteChat.TYPE + ":" + id);
    }

    private <T> Uni<Void> quietly(Supplier<Uni<T>> request) {
        return calls.repeatable("take a probe away", request)
                .replaceWithVoid()
                .onFailure(ProviderException.class)
                .recoverWithUni(failure -> {
                    LOG.debugf("Not taken away: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
