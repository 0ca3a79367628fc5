package dev.onstage.simulator.getstream.call;

import java.util.Optional;

/**
 * The RTMPS address of a call, {@code rtmps://host:443/{api_key}.{call_type}.{call_id}}: no secret, the same for ever.
 *
 * @param apiKey the app it names
 * @param callCid the call it names
 */
record IngressAddress(String apiKey, String callCid) {

    static String of(String host, String apiKey, Call call) {
        return "rtmps://" + host + ":443/" + apiKey + "." + call.type() + "." + call.id();
    }

    /** Reads an address as it was handed out, whatever its host; empty when it is none. */
    static Optional<IngressAddress> parse(String address) {
        if (!address.startsWith("rtmps://")) {
            return Optional.empty();
        }
        String path = address.substring(address.lastIndexOf('/') + 1);
        int first = path.indexOf('.');
        int second = path.indexOf('.', first + 1);
        if (first < 1 || second < 0) {
            return Optional.empty();
        }
        String cid = path.substring(first + 1, second) + ":" + path.substring(second + 1);
        return Optional.of(new IngressAddress(path.substring(0, first), cid));
    }
}
