package dev.onstage.localstack.topology;

import java.util.Arrays;
import java.util.Locale;

/** Every port of the local stack with its default. All listen on loopback only. */
public enum Port {
    GATEWAY(8080, 0),
    STREAM_CONTROL(8081, 1),
    WEBHOOK_INGEST(8082, 2),
    ANALYTICS(8083, 3),
    NOTIFIER(8084, 4),
    GETSTREAM_SIMULATOR(8090, 10),
    DISCORD_SIMULATOR(8091, 11),
    MAIL(8025, 12),
    POSTGRES(15432, 20),
    REDIS(16379, 21),
    KAFKA(19092, 22),
    STREAM_CONTROL_MANAGEMENT(9081, 31),
    WEBHOOK_INGEST_MANAGEMENT(9082, 32),
    ANALYTICS_MANAGEMENT(9083, 33),
    NOTIFIER_MANAGEMENT(9084, 34);

    private final int defaultNumber;
    private final int offset;

    Port(int defaultNumber, int offset) {
        this.defaultNumber = defaultNumber;
        this.offset = offset;
    }

    /** The number used when nothing else is asked for. */
    public int defaultNumber() {
        return defaultNumber;
    }

    /** The distance from {@code --port-base}. */
    public int offset() {
        return offset;
    }

    /** The name on the command line: {@code getstream-simulator}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The port of that label.
     *
     * @throws IllegalArgumentException naming the labels there are
     */
    public static Port labelled(String label) {
        for (Port port : values()) {
            if (port.label().equals(label)) {
                return port;
            }
        }
        var labels = Arrays.stream(values()).map(Port::label).toList();
        throw new IllegalArgumentException("There is no port named '" + label + "'. Names: " + labels);
    }
}
