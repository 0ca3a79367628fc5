package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
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

    /** Numbers that nobody listened on a moment ago. */
    public static Ports free() {
        Iterator<Integer> free = freeNumbers(Port.values().length).iterator();
        var numbers = new EnumMap<Port, Integer>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, free.next());
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

    static int freeNumber() {
        return freeNumbers(1).get(0);
    }

    private static List<Integer> freeNumbers(int count) {
        // All are held open together, so that no number comes twice.
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("no free port on loopback", failure);
        } finally {
            sockets.forEach(Ports::closeQuietly);
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // A socket that was only held to reserve its number.
        }
    }
}
