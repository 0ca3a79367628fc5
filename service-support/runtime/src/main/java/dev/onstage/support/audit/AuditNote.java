package dev.onstage.support.audit;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** What a command is about, where its address does not say so. No secret. */
@RequestScoped
public class AuditNote {

    private @Nullable String channelId;
    private @Nullable String object;

    /** The channel it belongs to. */
    public void channel(@Nullable String id) {
        channelId = id;
    }

    /** What it was done to, such as the id of what was made. */
    public void object(String id) {
        object = id;
    }

    @Nullable String channelOr(@Nullable String otherwise) {
        return channelId == null ? otherwise : channelId;
    }

    @Nullable String objectOr(@Nullable String otherwise) {
        return object == null ? otherwise : object;
    }
}
