package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.RunFile;
import dev.onstage.localstack.stack.Secrets;
import dev.onstage.localstack.stack.StateDirectory;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table a person needs after the start. */
final class UrlTable {

    private UrlTable() {}

    static String of(RunFile run, StateDirectory state) {
        var table = new StringBuilder("\n");
        row(table, "Dashboard and channel page", run.publicUrl());
        row(table, "API", "below " + run.publicUrl() + "/api/");
        if (run.simulated()) {
            row(table, "GetStream simulator", Home.url(run, Port.GETSTREAM_SIMULATOR) + "/");
            row(
                    table,
                    "Encoder address for OBS",
                    "simulated: OBS cannot connect to it; ./onstage simulate encoder start does");
        } else {
            row(table, "GetStream", "the real one (STREAM_API_KEY is set)");
        }
        row(table, "Discord simulator", Home.url(run, Port.DISCORD_SIMULATOR) + "/");
        row(table, "Mails", Home.url(run, Port.DISCORD_SIMULATOR) + "/mail");
        row(
                table,
                "PostgreSQL, Redis, Kafka",
                "127.0.0.1, ports %d, %d, %d"
                        .formatted(run.port(Port.POSTGRES), run.port(Port.REDIS), run.port(Port.KAFKA)));
        if (Files.exists(state.kafkaClientFile())) {
            row(table, "", "with TLS and passwords; for Kafka's tools see " + state.kafkaClientFile());
        }
        row(
                table,
                "Metrics and health",
                Stream.of(ServiceKind.values())
                        .map(service -> Integer.toString(run.port(service.managementPort())))
                        .collect(Collectors.joining(", ", "127.0.0.1, ports ", ", path /q/metrics and so on")));
        row(table, "Data and logs", state.root().toString());
        if (SetUp.isDone(run)) {
            table.append("\nNext: sign in on the dashboard, or play the whole story with ./onstage demo\n");
        } else {
            row(table, "Setup token", Secrets.of(state).setupToken());
            table.append("\nNext: open the dashboard and create your account with the setup token,")
                    .append(" or play the whole story with ./onstage demo\n");
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append("  %-28s %s%n".formatted(name, value));
    }
}
