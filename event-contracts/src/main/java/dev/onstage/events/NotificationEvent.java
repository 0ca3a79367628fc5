package dev.onstage.events;

/** Events on {@link Topic#NOTIFIER_OUTCOME}. */
public sealed interface NotificationEvent extends OnstageEvent permits NotificationSettled, DestinationSwitchedOff {
    /** The channel: the record's key. */
    String channelId();
}
