package dev.onstage.webhookingest.replay;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.webhookingest.journal.DeliveryCursor;
import dev.onstage.webhookingest.journal.DeliveryFilter;
import dev.onstage.webhookingest.journal.DeliveryScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a request may replay, checked. */
sealed interface ReplaySelection {

    /** For the audit. */
    JsonObject describe();

    /** Deliveries by their ids. */
    record ByIds(List<UUID> ids) implements ReplaySelection {
        @Override
        public JsonObject describe() {
            return new JsonObject()
                    .put("ids", new JsonArray(ids.stream().map(UUID::toString).toList()));
        }
    }

    /** Deliveries by a filter that the person may use. */
    record ByFilter(DeliveryFilter filter) implements ReplaySelection {
        @Override
        public JsonObject describe() {
            return new JsonObject()
                    .put("channel", filter.channelId())
                    .put("type", filter.eventType())
                    .put(
                            "outcome",
                            filter.outcome() == null ? null : filter.outcome().label())
                    .put("from", filter.from())
                    .put("to", filter.to())
                    .put("callCid", filter.callCid())
                    .put("webhookId", filter.webhookId());
        }
    }

    /**
     * Checks a request.
     *
     * @throws ProblemException {@code invalid-request} or {@code forbidden}
     */
    static ReplaySelection of(SignedIn person, ReplayRequest request, int maxIds) {
        List<UUID> ids = request.ids();
        ReplayRequest.Filter filter = request.filter();
        if (ids != null && filter == null) {
            return byIds(ids, maxIds);
        }
        if (filter != null && ids == null) {
            return byFilter(person, filter.parse());
        }
        throw invalid("Give either ids or a filter.", "For everything of a channel name it in the filter.");
    }

    private static ReplaySelection byIds(List<@Nullable UUID> ids, int maxIds) {
        if (ids.isEmpty() || ids.stream().anyMatch(id -> id == null)) {
            throw invalid("ids are missing.", "Name the deliveries to replay.");
        }
        if (ids.size() > maxIds) {
            throw invalid(
                    "These are too many ids: " + ids.size() + ".",
                    "Give at most " + maxIds + " at a time, or use a filter.");
        }
        return new ByIds(List.copyOf(ids));
    }

    /** Everything there is would never be what somebody meant. */
    private static ReplaySelection byFilter(SignedIn person, DeliveryFilter asked) {
        DeliveryFilter filter = DeliveryScope.narrow(person, asked);
        boolean named = filter.channelId() != null
                || filter.callCid() != null
                || filter.webhookId() != null
                || (filter.from() != null && filter.to() != null);
        if (!named) {
            throw invalid("The filter means the whole journal.", "Name a channel, a call, or from and to.");
        }
        return new ByFilter(filter);
    }

    /** Where to go on, null for the beginning. */
    static @Nullable DeliveryCursor cursor(ReplayRequest request) {
        return request.cursor() == null || request.cursor().isBlank() ? null : DeliveryCursor.decode(request.cursor());
    }

    private static ProblemException invalid(String detail, String fix) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail).fix(fix);
    }
}
