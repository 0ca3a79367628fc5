package dev.onstage.localstack.stack;

/**
 * How a stack was started, as far as it cannot be seen from outside.
 *
 * @param secure whether the servers ask for TLS and passwords
 * @param traces whether the services export traces
 * @param realDiscord whether posts go to Discord itself
 * @param proxies how many proxies stand before the gateway
 */
public record StackOptions(boolean secure, boolean traces, boolean realDiscord, int proxies) {

    static final StackOptions USUAL = new StackOptions(false, false, false, 0);
}
