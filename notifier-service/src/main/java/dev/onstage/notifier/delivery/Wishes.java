package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.AtEnd;
import dev.onstage.notifier.destination.OnUnknown;

/**
 * What a destination wants.
 *
 * @param enabled false: nothing
 * @param notifyOnLive whether a start is told
 * @param notifyOnEnd whether an end is told
 * @param atEnd how the end is told
 * @param onUnknown what to do when a post may or may not have arrived
 * @param pings whether people are notified of a start
 */
record Wishes(
        boolean enabled, boolean notifyOnLive, boolean notifyOnEnd, AtEnd atEnd, OnUnknown onUnknown, boolean pings) {}
