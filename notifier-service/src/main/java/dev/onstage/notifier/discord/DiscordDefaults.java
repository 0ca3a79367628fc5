package dev.onstage.notifier.discord;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.MessageTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Onstage's own words, and a broadcaster's laid over them part by part. */
final class DiscordDefaults {
    private static final FormTemplate LIVE = new FormTemplate(
            "**{broadcaster}** is live!",
            "{title}",
            "🔴 On air. Come and watch!",
            "#ED4245",
            "",
            "",
            List.of(new FieldTemplate("Started", "{startedAgo}", true)),
            "Onstage",
            "Watch");

    private static final FormTemplate ENDED = new FormTemplate(
            "**{broadcaster}** was live.",
            "{title}",
            "The stream is over. Thanks for watching!",
            "#80848E",
            "",
            "",
            List.of(
                    new FieldTemplate("Duration", "{duration}", true),
                    new FieldTemplate("Peak viewers", "{peakViewers}", true),
                    new FieldTemplate("Chat messages", "{messages}", true),
                    new FieldTemplate("Average viewers", "{averageViewers}", true),
                    new FieldTemplate("Unique viewers", "{uniqueViewers}", true)),
            "Onstage",
            "Channel page");

    private DiscordDefaults() {}

    /** The words of a form, none of them null. */
    static FormTemplate words(Form form, MessageTemplate own) {
        return form == Form.LIVE ? over(own.live(), LIVE) : over(own.ended(), ENDED);
    }

    private static FormTemplate over(@Nullable FormTemplate own, FormTemplate base) {
        if (own == null) {
            return base;
        }
        return new FormTemplate(
                or(own.content(), base.content()),
                or(own.title(), base.title()),
                or(own.description(), base.description()),
                or(own.color(), base.color()),
                or(own.thumbnailUrl(), base.thumbnailUrl()),
                or(own.imageUrl(), base.imageUrl()),
                or(own.fields(), base.fields()),
                or(own.footer(), base.footer()),
                or(own.buttonLabel(), base.buttonLabel()));
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T base) {
        return own == null ? base : own;
    }
}
