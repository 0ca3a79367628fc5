package dev.onstage.events;

/** Chat activity, on {@link Topic#PROVIDER_CHAT}; never the text. */
public sealed interface ChatEvent extends OnstageEvent
        permits ChatMessagePosted, ChatMessageDeleted, ChatMessageUndeleted {
    /** The chat channel, {@code type:id}. */
    String chatChannelCid();

    /** The provider's message id, unique in the app, also the record key. */
    String messageId();
}
