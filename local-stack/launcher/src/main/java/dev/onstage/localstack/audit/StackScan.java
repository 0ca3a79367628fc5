package dev.onstage.localstack.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.AnswerLog;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.ServiceInstance;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks for a stack's secrets in everything it said: the logs of all its processes, the metrics and the OpenAPI document of
 * each service, every record in Kafka, and the answers of its API, both those that others got meanwhile and those of what can
 * be read now. Traces are not exported by a local stack; where they are written to a file or to the output of a process, they
 * are in its logs.
 */
public final class StackScan {

    private static final String METRICS = "/q/metrics";
    private static final String OPEN_API = "/q/openapi";
    /** Details of as many sessions and deliveries of a channel. */
    private static final int DETAILS = 20;

    private final LocalStack stack;
    private final OnstageApi operator;
    private final AnswerLog answers;

    /**
     * @param operator signed in as operator; its answers go to that log
     * @param answers what was answered so far
     */
    public StackScan(LocalStack stack, OnstageApi operator, AnswerLog answers) {
        this.stack = stack;
        this.operator = operator;
        this.answers = answers;
    }

    /**
     * Looks for the secrets of the stack and for the tokens of webhooks. All services must run.
     *
     * @param webhookTokens by webhook id
     */
    public ScanReport run(Map<String, String> webhookTokens) {
        var secrets = new HashMap<String, String>(stack.secrets().neverShown());
        webhookTokens.forEach((webhookId, token) -> secrets.put("the token of webhook " + webhookId, token));
        var scan = new SecretScan(secrets);
        readEverything();
        answers.forEach((request, text) -> scan.search(Source.ANSWER, "the answer to " + request, text));
        for (ServiceInstance instance : stack.instances()) {
            searchPage(instance, METRICS, Source.METRICS, scan);
            searchPage(instance, OPEN_API, Source.DOCUMENT, scan);
        }
        TopicRecords.search(stack.kafkaBootstrapServers(), scan);
        LogFiles.search(stack.state().logs(), scan);
        LogFiles.search(stack.state().data(), scan);
        return scan.report();
    }

    private static void searchPage(ServiceInstance instance, String path, Source source, SecretScan scan) {
        var page = new AnswerLog();
        new OnstageApi(instance.url(), page).get(path).orThrow();
        page.forEach((request, text) -> scan.search(source, request + " of " + instance.name(), text));
    }

    /** Whatever comes back, a refusal included, is in the log afterwards. */
    private void readEverything() {
        operator.renew();
        operator.get("/api/auth/me");
        operator.get("/api/stats/overview");
        operator.get("/api/webhooks/health");
        JsonNode deliveries = operator.get("/api/webhooks/deliveries?limit=200").body();
        each(deliveries, "deliveries", "deliveryId", DETAILS, id -> operator.get("/api/webhooks/deliveries/" + id));
        each(operator.get("/api/channels").body(), "channels", "channelId", Integer.MAX_VALUE, this::readChannel);
    }

    private void readChannel(String channelId) {
        String channel = "/api/channels/" + channelId;
        operator.get(channel);
        for (String part : new String[] {"encoder", "broadcast", "live", "viewer-access", "invites", "stats?days=30"}) {
            operator.get(channel + "/" + part);
        }
        String notifications = channel + "/notifications";
        each(operator.get(notifications).body(), "", "destinationId", DETAILS, destination -> {
            operator.get(notifications + "/" + destination + "/deliveries");
            operator.get(notifications + "/" + destination + "/preview");
        });
        each(operator.get(channel + "/stats/sessions?limit=200").body(), "sessions", "sessionId", DETAILS, session -> {
            operator.get("/api/sessions/" + session);
            operator.get("/api/sessions/" + session + "/export.csv");
        });
    }

    private interface Reader {
        void read(String id);
    }

    private static void each(JsonNode answer, String list, String id, int most, Reader reader) {
        JsonNode items = answer.isArray() ? answer : answer.path(list);
        int read = 0;
        for (JsonNode item : items) {
            if (item.hasNonNull(id) && read < most) {
                reader.read(item.path(id).asText());
                read++;
            }
        }
    }
}
