package dev.onstage.support.start;

import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.database.DatabasePool;
import dev.onstage.support.settings.UnusableSettingException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/** What would stop the start only later, or with the words of a library, or would never be noticed, is told before it. */
final class UsableSettings {

    private static final List<String> OF_WEB = List.of("http://", "https://");

    /** How the addresses begin, of which all but those of the web may be several. */
    private static final Map<String, List<String>> BEGINNINGS = new TreeMap<>(Map.of(
            "onstage.public-url",
            OF_WEB,
            "onstage.jwks-url",
            OF_WEB,
            "quarkus.datasource.reactive.url",
            List.of("vertx-reactive:postgresql://"),
            "quarkus.datasource.jdbc.url",
            List.of("jdbc:postgresql:"),
            "quarkus.redis.hosts",
            List.of("redis://", "rediss://")));

    private UsableSettings() {}

    /**
     * Looks at settings that are there, whichever of them are needed.
     *
     * @throws UnusableSettingException for the first that cannot be used; the text does not repeat what could hold a password
     */
    static void check(Config config) {
        checkAddresses(config);
        ClientAddresses.check(config);
        DatabasePool.check(config);
        SecretCipher unused = new SecretCipher(config.getOptionalValues("onstage.encryption-keys", String.class));
        KafkaConnection.check(KafkaConnection.of(config));
    }

    /** Those that migrations need are among them. */
    static void checkAddresses(Config config) {
        BEGINNINGS.forEach((setting, beginnings) -> config.getOptionalValue(setting, String.class)
                .filter(value -> !value.isBlank())
                .ifPresent(value -> check(setting, value, beginnings)));
    }

    private static void check(String setting, String value, List<String> beginnings) {
        boolean usable = beginnings.equals(OF_WEB)
                ? begins(value, beginnings)
                : Arrays.stream(value.split(",")).allMatch(each -> begins(each.strip(), beginnings));
        if (!usable) {
            throw new UnusableSettingException(
                    setting, "it is no address that begins with " + String.join(" or ", beginnings));
        }
    }

    private static boolean begins(String value, List<String> beginnings) {
        return beginnings.stream().anyMatch(beginning -> value.startsWith(beginning) && !value.equals(beginning));
    }
}
