package dev.onstage.localstack.cli;

import dev.onstage.localstack.story.DemoAccount;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who the command line is, if not the account it made itself. */
final class Credentials {

    @Option(names = "--email", paramLabel = "EMAIL", description = "Your account, if the demo did not make its own.")
    private Optional<String> email = Optional.empty();

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            defaultValue = "${env:ONSTAGE_PASSWORD}",
            description = "Its password; better given as ONSTAGE_PASSWORD.")
    private Optional<String> password = Optional.empty();

    Optional<DemoAccount> given() {
        return email.flatMap(mail -> password.map(secret -> new DemoAccount(mail, secret)));
    }
}
