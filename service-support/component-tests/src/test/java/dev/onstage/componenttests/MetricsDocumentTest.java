package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of metrics for people who run Onstage, beside what the code registers. */
class MetricsDocumentTest {

    private static final Path REPOSITORY = Path.of("../..");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)` \\| (gauge|counter|timer) \\|", Pattern.MULTILINE);

    /** Meters are registered with their names as literals. */
    private static final Pattern METER = Pattern.compile(
            "\\b(counter|gauge|timer|Gauge\\s*\\.builder|MultiGauge\\s*\\.builder|Counter\\s*\\.builder|Timer\\s*\\.builder)"
                    + "\\(\\s*\"([a-z.]+)\"([^;]{0,400}?\\.baseUnit\\(\"(\\w+)\"\\))?",
            Pattern.DOTALL);

    @Test
    void shouldNameEveryMeterWithItsTypeAndNoOther() throws IOException {
        assertThat(documented()).isEqualTo(registered());
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(REPOSITORY.resolve("docs/metrics.md")));
        while (row.find()) {
            documented.put(row.group(1), row.group(2));
        }
        return documented;
    }

    private static Map<String, String> registered() throws IOException {
        Map<String, String> registered = new TreeMap<>();
        for (String module : new String[] {
            "stream-control-service",
            "webhook-ingest-service",
            "analytics-service",
            "notifier-service",
            "service-support/runtime"
        }) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(MetricsDocumentTest::read)
                        .filter(source -> source.contains("import io.micrometer"))
                        .forEach(source -> addMeters(source, registered));
            }
        }
        return registered;
    }

    private static void addMeters(String source, Map<String, String> registered) {
        Matcher meter = METER.matcher(source);
        while (meter.find()) {
            String type = typeOf(meter.group(1));
            registered.put(prometheusName(meter.group(2), type, meter.group(4)), type);
        }
    }

    private static String typeOf(String call) {
        if (call.toLowerCase(Locale.ROOT).contains("counter")) {
            return "counter";
        }
        return call.toLowerCase(Locale.ROOT).contains("timer") ? "timer" : "gauge";
    }

    private static String prometheusName(String name, String type, String unit) {
        String plain = name.replace('.', '_');
        return switch (type) {
            case "counter" -> plain + "_total";
            case "timer" -> plain + "_seconds";
            default -> unit == null ? plain : plain + "_" + unit;
        };
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
