package dev.onstage.streamcontrol.account;

import dev.onstage.support.client.ClientAddresses;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Where somebody is who signs in.
 *
 * @param source the network of their address, which attempts are counted by
 * @param device in words, see {@link Device}
 */
public record Place(String source, String device) {

    public static Place of(HttpServerRequest http, ClientAddresses addresses) {
        return new Place(addresses.of(http).network(), Device.inWords(http.getHeader(HttpHeaders.USER_AGENT)));
    }
}
