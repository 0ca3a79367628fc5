package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stays;
import java.time.Instant;
import java.util.List;

/**
 * What a session's figures are made of.
 *
 * @param stays every stay that touches the session's time, the broadcaster's included
 * @param counts the provider's counts within the session
 * @param chat what was written during the session
 * @param gaps the times without encoder
 */
record SessionMaterial(Stays stays, List<ProviderCount> counts, ChatTotals chat, GapTotals gaps) {

    /**
     * What was written.
     *
     * @param bars minutes with messages, ascending
     * @param chatters authors of messages that were not deleted
     * @param deleted messages that were
     */
    record ChatTotals(List<ChatBar> bars, int chatters, int deleted) {

        /** All that were not deleted. */
        int messages() {
            return bars.stream().mapToInt(ChatBar::messages).sum();
        }
    }

    /**
     * Messages of a UTC minute, as far as it belongs to the session.
     *
     * @param messages those not deleted
     */
    record ChatBar(Instant minute, int messages) {}

    /** How many times and how many whole seconds together. */
    record GapTotals(int count, long seconds) {}
}
