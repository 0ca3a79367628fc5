package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.servers.LoopbackPorts;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Which number each {@link Port} has in one stack. Immutable. */
public final class Ports {

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
