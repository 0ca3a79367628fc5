package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.servers.LoopbackPorts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Which number each {@link Port} has in one stack. Immutable. */
public final class Ports {

    private static final int MOST = 65_535;

    private final Map<Port, Integer> numbers;

    private Ports(Map<Port, Integer> numbers) {
        this.numbers = Collections.unmodifiableMap(numbers);
    }

    /** The documented numbers. */
    public static Ports defaults() {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, port.defaultNumber());
        }
        return new Ports(numbers);
    }

    /** A block of numbers: the gateway has {@code base}, the others follow at their offsets. */
    public static Ports basedOn(int base) {
        int most = MOST - Stream.of(Port.values()).mapToInt(Port::offset).max().orElse(0);
        if (base < 1 || base > most) {
            throw new IllegalArgumentException("--port-base is 1 to %d.".formatted(most));
        }
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, base + port.offset());
        }
        return new Ports(numbers);
    }

    /** Numbers nobody listens on, see {@link LoopbackPorts#free}. */
    public static Ports free() {
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, freeNumber());
        }
        return new Ports(numbers);
    }

    /** The same with one number changed. */
    public Ports with(Port port, int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("The port of %s is 1 to %d.".formatted(port.label(), MOST));
        }
        var changed = new EnumMap<Port, Integer>(numbers);
        changed.put(port, number);
        return new Ports(changed);
    }

    /** The number of that port. */
    public int number(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalStateException("no number for " + port);
        }
        return number;
    }

    /** Where the first copy of that service listens. */
    Endpoint endpoint(ServiceKind service) {
        return new Endpoint(number(service.port()), number(service.managementPort()));
    }

    static int freeNumber() {
        return LoopbackPorts.free();
    }

    static Endpoint freeEndpoint() {
        return new Endpoint(freeNumber(), freeNumber());
    }
}
