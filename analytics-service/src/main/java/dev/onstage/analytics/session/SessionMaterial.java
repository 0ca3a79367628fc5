package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.ProviderCount;
import dev.onstage.analytics.audience.Stays;
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

    /** Messages not deleted, their authors, and those deleted. */
    record ChatTotals(int messages, int chatters, int deleted) {}

    /** How many times and how many whole seconds together. */
    record GapTotals(int count, long seconds) {}
}
