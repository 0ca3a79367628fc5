package dev.onstage.support.start;

import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.crypto.SecretCipher;
import dev.onstage.support.database.DatabasePool;
import dev.onstage.support.settings.UnusableSettingException;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** What would stop the start only later, or with the words of a library, or would never be noticed, is told before it. */
final class UsableSettings {

    private static final Pattern SERVER = Pattern.compile("[\\w.-]+(?::\\d{1,5})?");
    private static final String ENCRYPTION_KEYS = "onstage.encryption-keys";

    private static final Kind OF_WEB =
            new Kind(List.of("http://", "https://"), false, UsableSettings::namesAHost, "it names no host");

    private static final Map<String, Kind> ADDRESSES = new TreeMap<>(Map.of(
            "onstage.public-url",
            OF_WEB,
            "onstage.jwks-url",
            new Kind(OF_WEB.beginnings(), false, UsableSettings::namesAServer, OF_WEB.otherwise()),
            "quarkus.datasource.reactive.url",
            new Kind(
                    List.of(
                            "vertx-reactive:postgresql://",
                            "vertx-reactive:postgres://",
                            "postgresql://",
                            "postgres://"),
                    true,
                    UsableSettings::isReadByTheReactiveClient,
                    "the client of PostgreSQL cannot read it"),
            "quarkus.datasource.jdbc.url",
            new Kind(
                    List.of("jdbc:postgresql:"),
                    false,
                    UsableSettings::isReadByTheDriver,
                    "the driver of PostgreSQL cannot read it"),
            "quarkus.redis.hosts",
            new Kind(List.of("redis://", "rediss://", "unix://"), true, address -> true, "")));

    /**
     * How an address is written.
     *
     * @param several whether the setting is a list
     * @param readable whether what uses it can do so, as far as that can be told without asking anybody
     * @param otherwise what is wrong with one that is not readable
     */
    private record Kind(List<String> beginnings, boolean several, Predicate<String> readable, String otherwise) {

        void check(String setting, Config config) {
            Optional<List<String>> values = several
                    ? config.getOptionalValues(setting, String.class)
                    : config.getOptionalValue(setting, String.class).map(List::of);
            values.stream()
                    .flatMap(List::stream)
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> checkOne(setting, value));
        }

        private void checkOne(String setting, String value) {
            if (beginnings.stream().noneMatch(beginning -> value.startsWith(beginning) && !value.equals(beginning))) {
                throw new UnusableSettingException(
                        setting, "it is no address that begins with " + String.join(" or ", beginnings));
            }
            if (!readable.test(value)) {
                throw new UnusableSettingException(setting, otherwise);
            }
        }
    }

    private UsableSettings() {}

    /**
     * Looks at settings that are there. Those that only some services need are looked at where they are needed.
     *
     * @throws UnusableSettingException for the first that cannot be used; the text does not repeat what could hold a password
     */
    static void check(Config config) {
        checkAddresses(config);
        ClientAddresses.check(config);
        DatabasePool.check(config);
        if (RequiredSettings.neededBy(config).contains(ENCRYPTION_KEYS)) {
            SecretCipher unused = new SecretCipher(config.getOptionalValues(ENCRYPTION_KEYS, String.class));
        }
        KafkaConnection.check(KafkaConnection.of(config));
    }

    /** Those that migrations need are among them. */
    static void checkAddresses(Config config) {
        List<String> needed = RequiredSettings.neededBy(config);
        ADDRESSES.forEach((setting, kind) -> {
            if (needed.contains(setting)) {
                kind.check(setting, config);
            }
        });
    }

    private static boolean namesAHost(String address) {
        try {
            return new URI(address).getHost() != null;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    /** Names of containers may have an underscore, which the client takes and RFC 3986 has not in a host. */
    private static boolean namesAServer(String address) {
        try {
            String authority = new URI(address).getRawAuthority();
            return authority != null
                    && (namesAHost(address) || SERVER.matcher(authority).matches());
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    private static boolean isReadByTheReactiveClient(String address) {
        try {
            PgConnectOptions unused = PgConnectOptions.fromUri(address.replaceFirst("^vertx-reactive:", ""));
            return true;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static boolean isReadByTheDriver(String address) {
        // It logs a piece of what it cannot read, which could be one of a password.
        Logger log = Logger.getLogger("org.postgresql");
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            for (Driver driver : ServiceLoader.load(Driver.class, UsableSettings.class.getClassLoader())) {
                if (driver.acceptsURL(address)) {
                    return true;
                }
            }
            return false;
        } catch (SQLException unreadable) {
            return false;
        } finally {
            log.setLevel(before);
        }
    }
}
