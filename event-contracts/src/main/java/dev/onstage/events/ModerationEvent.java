package dev.onstage.events;

/** Bans as the provider reports them, on {@link Topic#PROVIDER_MODERATION}. */
public sealed interface ModerationEvent extends OnstageEvent permits UserBanned, UserUnbanned {
    /** The user concerned, also the record key. */
    String userId();
}
