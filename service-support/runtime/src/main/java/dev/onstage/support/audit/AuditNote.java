package dev.onstage.support.audit;

import dev.onstage.support.route.IdRule;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/**
 * What a command is about, where its address does not say so. Told once it is checked, and only by ids: whatever else is told,
 * such as the text of a body, is left out of the trail.
 */
@RequestScoped
public class AuditNote {

    private @Nullable String channelId;
    private @Nullable String object;

    /** The channel it belongs to. */
    public void channel(@Nullable String id) {
        channelId = id != null && IdRule.NAME.allows(id) ? id : null;
    }

    /** What it was done to, such as the id of what was made. */
    public void object(String id) {
        object = IdRule.NAME.allows(id) || IdRule.UUID.allows(id) ? id : null;
    }

    @Nullable String channelOr(@Nullable String otherwise) {
        return channelId == null ? otherwise : channelId;
    }

    @Nullable String objectOr(@Nullable String otherwise) {
        return object == null ? otherwise : object;
    }
}
