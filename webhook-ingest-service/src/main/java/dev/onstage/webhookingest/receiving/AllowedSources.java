package dev.onstage.webhookingest.receiving;

import dev.onstage.support.settings.UnusableSettingException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses that may send; every address when nothing is configured. */
final class AllowedSources {
    private final List<IpSubnetFilterRule> ranges;

    /**
     * Reads addresses and CIDR ranges.
     *
     * @throws IllegalStateException naming the setting and the entry that cannot be read
     */
    AllowedSources(List<String> sources) {
        this.ranges = sources.stream().map(AllowedSources::range).toList();
    }

    private static IpSubnetFilterRule range(String source) {
        String text = source.strip();
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        try {
            if (address == null) {
                throw new IllegalArgumentException("not an address");
            }
            int bits = slash < 0 ? 8 * address.getAddress().length : Integer.parseInt(text.substring(slash + 1));
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException neither) {
            throw new UnusableSettingException(
                    "onstage.receiving.allowed-sources", text + " is neither an address nor a range");
        }
    }

    /** True when not every address may send. */
    boolean isRestricted() {
        return !ranges.isEmpty();
    }

    boolean allow(@Nullable String address) {
        if (!isRestricted()) {
            return true;
        }
        InetAddress parsed = address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
        if (parsed == null) {
            return false;
        }
        InetSocketAddress socketAddress = new InetSocketAddress(parsed, 0);
        return ranges.stream().anyMatch(range -> range.matches(socketAddress));
    }
}
