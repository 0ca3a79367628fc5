package dev.onstage.localstack.story;

import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.PrivateFiles;
import dev.onstage.localstack.stack.Secrets;
import dev.onstage.localstack.stack.StackException;
import dev.onstage.localstack.stack.StateDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/** The account the command line uses: one it made itself on a fresh install and remembers, or one it is given. */
public record DemoAccount(String email, String password) {

    private static final String EMAIL = "demo@onstage.local";
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String toString() {
        return "DemoAccount[" + email + "]";
    }

    /** The remembered account of that stack. */
    public static Optional<DemoAccount> remembered(StateDirectory state) {
        if (!Files.exists(state.demoAccountFile())) {
            return Optional.empty();
        }
        var values = new Properties();
        try {
            values.load(new StringReader(Files.readString(state.demoAccountFile())));
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read " + state.demoAccountFile(), failure);
        }
        return Optional.of(new DemoAccount(values.getProperty("email", ""), values.getProperty("password", "")));
    }

    /**
     * Signs in, or does the first-run setup when nobody has yet.
     *
     * @param given what the person typed, if anything
     * @return how it got in, in words
     * @throws StackException when the install belongs to somebody else
     */
    public static String enter(OnstageApi api, StateDirectory state, Optional<DemoAccount> given) {
        Optional<DemoAccount> known = given.or(() -> remembered(state));
        if (known.isPresent()) {
            api.signIn(known.get().email(), known.get().password()).orThrow();
            return "signed in as " + known.get().email();
        }
        var account = new DemoAccount(EMAIL, HexFormat.of().formatHex(random()));
        // Written first: an account whose password is lost would lock everybody out.
        PrivateFiles.write(
                state.demoAccountFile(), "email=%s%npassword=%s%n".formatted(account.email(), account.password()));
        HttpAnswer answer =
                api.setUp(Secrets.of(state).setupToken(), account.email(), "Demo broadcaster", account.password());
        if (answer.isSuccess()) {
            return "first run: account " + account.email() + " created with the setup token";
        }
        forget(state);
        if (answer.problem().equals("setup-done")) {
            throw new StackException(
                    Failure.REFUSED,
                    "This install has an account already. Name it with --email, and give its password in ONSTAGE_PASSWORD.");
        }
        throw new StackException(Failure.REFUSED, answer.describe());
    }

    private static void forget(StateDirectory state) {
        try {
            Files.deleteIfExists(state.demoAccountFile());
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot delete " + state.demoAccountFile(), failure);
        }
    }

    private static byte[] random() {
        var bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
