package dev.onstage.support.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * The settings without which a service is not started, since no value would be right everywhere. A service lists those that it
 * needs beside the ones of all services in {@value #MORE}, which is not for anybody else to set.
 */
final class RequiredSettings {

    static final String MORE = "onstage.required-settings";

    /** For migrations. */
    private static final List<String> OF_THE_DATABASE =
            List.of("quarkus.datasource.reactive.url", "quarkus.datasource.jdbc.url");

    private static final List<String> OF_ALL = List.of(
            "quarkus.datasource.reactive.url",
            "quarkus.datasource.jdbc.url",
            "quarkus.redis.hosts",
            "kafka.bootstrap.servers",
            "onstage.public-url");

    private static final Map<String, String> MEANINGS = Map.of(
            "quarkus.datasource.reactive.url",
            "where PostgreSQL is, such as vertx-reactive:postgresql://host:5432/onstage",
            "quarkus.datasource.jdbc.url",
            "where PostgreSQL is for migrations, such as jdbc:postgresql://host:5432/onstage?currentSchema=schema",
            "quarkus.redis.hosts",
            "where Redis is, such as redis://host:6379",
            "kafka.bootstrap.servers",
            "where Kafka is, such as host:9092",
            "onstage.public-url",
            "the address at which browsers open Onstage, such as https://onstage.example.com",
            "onstage.jwks-url",
            "where stream-control publishes its keys, such as http://stream-control:8080/.well-known/jwks.json",
            "onstage.encryption-keys",
            "what secrets are stored encrypted with, as id:base64 of 32 bytes; several are separated by commas, and the first"
                    + " encrypts",
            "onstage.getstream.secrets",
            "what deliveries are verified with, as apiKey=apiSecret; several are separated by commas");

    private RequiredSettings() {}

    /** A sentence for each setting that is missing or blank, which names it, its environment variable and what it means. */
    static List<String> missingIn(Config config) {
        return missing(neededBy(config), config);
    }

    /** The names of those that the service needs, present or not. */
    static List<String> neededBy(Config config) {
        List<String> needed = new ArrayList<>(OF_ALL);
        config.getOptionalValues(MORE, String.class).ifPresent(needed::addAll);
        return needed;
    }

    /** The same for a process that only migrates. */
    static List<String> missingForMigrationsIn(Config config) {
        return missing(OF_THE_DATABASE, config);
    }

    private static List<String> missing(List<String> needed, Config config) {
        return needed.stream()
                .filter(name -> config.getOptionalValue(name, String.class)
                        .filter(value -> !value.isBlank())
                        .isEmpty())
                .map(RequiredSettings::sentence)
                .toList();
    }

    static String sentence(String name) {
        String meaning = MEANINGS.get(name);
        return "The setting " + name + " (environment variable " + environmentVariable(name) + ") is missing"
                + (meaning == null ? "." : ": " + meaning + ".");
    }

    private static String environmentVariable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
