package dev.onstage.localstack.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.AnswerLog;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.LocalStack;
import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.ServiceInstance;
import dev.onstage.localstack.trace.CollectedTraces;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Looks for a stack's secrets in everything it said: the logs of all its processes, the metrics and the OpenAPI document of
 * each service, every record in Kafka, the command lines of its processes, which everybody on the machine can read, the traces that
 * were exported, and the answers of its API, both those that others got meanwhile and those of what can be read now.
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
        CommandLines.search(
                RunFile.read(stack.state()).stream()
                        .flatMap(run -> run.running().stream())
                        .map(RunFile.RunningProcess::pid)
                        .toList(),
                scan);
        TopicRecords.search(stack.kafkaBootstrapServers(), scan);
        searchTraces(scan);
        LogFiles.search(stack.state().logs(), scan);
        LogFiles.search(stack.state().data(), scan);
        return scan.report();
    }

    /** A stack without traces has exported nothing. */
    private void searchTraces(SecretScan scan) {
        scan.search(Source.SPAN, "the traces", "");
        new CollectedTraces(stack.state().traces())
                .all()
                .forEach(span -> scan.search(
                        Source.SPAN, "the step " + span.title() + " of trace " + span.traceId(), span.toString()));
    }

    private static void searchPage(ServiceInstance instance, String path, Source source, SecretScan scan) {
        var page = new AnswerLog();
        new OnstageApi(instance.managementUrl(), page).get(path).orThrow();
        page.forEach((request, text) -> scan.search(source, request + " of " + instance.name(), text));
    }

    /** Whatever comes back is in the log afterwards, a refusal included where there may be one. */
    private void readEverything() {
        operator.renew();
        for (String path : new String[] {
            "/.well-known/jwks.json", "/api/auth/me", "/api/stats/overview", "/api/tokens", "/api/audit?limit=200"
        }) {
            operator.get(path).orThrow();
        }
        operator.get("/api/webhooks/health").orThrow();
        each(
                "/api/webhooks/deliveries?limit=200",
                "deliveries",
                "id",
                DETAILS,
                id -> operator.get("/api/webhooks/deliveries/" + id));
        StreamSupport.stream(operator.get("/api/channels").orThrow().spliterator(), true)
                .forEach(channel -> readChannel(channel.path("channelId").asText()));
    }

    private void readChannel(String channelId) {
        String channel = "/api/channels/" + channelId;
        for (String part : new String[] {"", "/encoder", "/broadcast", "/live", "/viewer-access"}) {
            operator.get(channel + part);
        }
        String stats = "/api/stats/channels/" + channelId;
        operator.get(stats + "?days=30");
        String notifications = "/api/notifications/channels/" + channelId;
        each(notifications, "", "destinationId", DETAILS, destination -> operator.get(
                        notifications + "/" + destination + "/deliveries")
                .orThrow());
        each(stats + "/sessions?limit=200", "sessions", "sessionId", DETAILS, session -> {
            operator.get("/api/sessions/" + session);
            operator.get("/api/sessions/" + session + "/export.csv");
        });
    }

    private interface Reader {
        void read(String id);
    }

    /** Reads what a list names; the list itself must be there. */
    private void each(String path, String list, String id, int most, Reader reader) {
        JsonNode answer = operator.get(path).orThrow();
        int read = 0;
        for (JsonNode item : list.isEmpty() ? answer : answer.path(list)) {
            if (read++ < most) {
                reader.read(item.path(id).asText());
            }
        }
    }
}
