package dev.onstage.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The list of metrics for people who run Onstage, beside what services that have worked for a while really show. */
final class DocumentedMetrics {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)` \\| (\\S+) \\| ([^|]+) \\| ([^|]+) \\| (.+) \\|$", Pattern.MULTILINE);

    /** Prometheus' own format; in that of OpenMetrics the names of counters end before "_total". */
    private static final String PROMETHEUS = "text/plain; version=0.0.4";

    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);

    /** Those of the platform, which it documents itself. */
    private static final Pattern PLATFORM = Pattern.compile(
            "(jvm|http|kafka|process|system|worker_pool|netty|redis|logback|scheduled|executor|sql|postgresql|agroal)_.*");

    /** A timer also shows the longest of the last minutes. */
    private static final String LONGEST = "_max";

    private static final Map<String, Set<String>> TYPES = Map.of(
            "gauge", Set.of("gauge"),
            "counter", Set.of("counter"),
            "timer", Set.of("summary", "histogram"));

    private record Row(String type, List<String> services) {

        boolean isOf(ServiceKind service) {
            return services.contains("all") || services.contains(service.label());
        }
    }

    private DocumentedMetrics() {}

    /** Fails when a service shows what the list does not have, or does not show what the list has for it. */
    static void check(StackUnderTest stack) {
        Map<String, Row> documented = documented();
        List<String> differences = new ArrayList<>();
        for (ServiceKind service : ServiceKind.values()) {
            Map<String, String> shown = shown(stack.stack().service(service).managementUrl());
            documented.forEach((name, row) -> {
                String type = shown.get(name);
                if (row.isOf(service) != (type != null)) {
                    differences.add("%s of %s is %s"
                            .formatted(name, service.label(), type == null ? "missing" : "not documented"));
                } else if (type != null
                        && !requireNonNull(TYPES.get(row.type())).contains(type)) {
                    differences.add("%s of %s is a %s".formatted(name, service.label(), type));
                }
            });
            Set<String> others = new TreeSet<>(shown.keySet());
            others.removeIf(name -> documented.containsKey(name)
                    || (name.endsWith(LONGEST)
                            && documented.containsKey(name.substring(0, name.length() - LONGEST.length())))
                    || PLATFORM.matcher(name).matches());
            others.forEach(name -> differences.add("%s of %s is not documented".formatted(name, service.label())));
        }
        assertThat(differences).as("docs/metrics.md").isEmpty();
    }

    private static Map<String, Row> documented() {
        try {
            Map<String, Row> documented = new TreeMap<>();
            Matcher row =
                    ROW.matcher(Files.readString(StackUnderTest.repository().resolve("docs/metrics.md")));
            while (row.find()) {
                documented.put(
                        row.group(1),
                        new Row(row.group(2), Arrays.asList(row.group(4).split(", ", -1))));
            }
            return documented;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, String> shown(URI management) {
        try {
            String scrape = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(management + "/q/metrics"))
                                    .header("Accept", PROMETHEUS)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return TYPE.matcher(scrape)
                    .results()
                    .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
