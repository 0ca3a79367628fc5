package dev.onstage.streamcontrol.account;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The token that lets somebody go through the first run, {@code onstage.setup-token}. One that could be guessed would give the
 * install away, so the service does not start with a short one; without any it starts and nobody can set it up.
 */
@Startup
@ApplicationScoped
class SetupToken {

    static final int SHORTEST = 12;

    private final Optional<String> expected;

    SetupToken(@ConfigProperty(name = "onstage.setup-token") Optional<String> configured) {
        this.expected = configured.map(String::strip).filter(token -> !token.isEmpty());
        expected.map(token -> token.codePointCount(0, token.length()))
                .filter(characters -> characters < SHORTEST)
                .ifPresent(characters -> {
                    throw new IllegalStateException(
                            "onstage.setup-token (ONSTAGE_SETUP_TOKEN) has %d characters; give it %d or more, at random."
                                    .formatted(characters, SHORTEST));
                });
    }

    /** Nothing when it is the token, else the problem {@code setup-token-invalid}. */
    void require(String presented) {
        String token = expected.orElseThrow(
                () -> new ProblemException(ProblemType.SETUP_TOKEN_INVALID, "This install has no setup token yet.")
                        .fix("Set ONSTAGE_SETUP_TOKEN for stream-control and restart it."));
        if (!MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), presented.strip().getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(ProblemType.SETUP_TOKEN_INVALID, "The setup token is wrong.")
                    .fix("Copy the token that the install printed when it started (ONSTAGE_SETUP_TOKEN).");
        }
    }
}
