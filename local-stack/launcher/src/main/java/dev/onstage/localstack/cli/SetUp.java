package dev.onstage.localstack.cli;

import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.RunFile;

/** Whether the first account exists, asked with a token that cannot be the right one. */
final class SetUp {

    private SetUp() {}

    static boolean isDone(RunFile run) {
        HttpAnswer answer = Home.api(run).setUp("not-the-token", "nobody@onstage.local", "Nobody", "not-a-password-1");
        return answer.problem().equals("setup-done");
    }
}
