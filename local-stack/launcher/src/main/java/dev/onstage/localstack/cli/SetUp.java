package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.RunFile;

/** Whether the first account exists. */
final class SetUp {

    private SetUp() {}

    static boolean isDone(RunFile run) {
        return Home.api(run).get("/api/setup").orThrow().path("done").asBoolean();
    }
}
