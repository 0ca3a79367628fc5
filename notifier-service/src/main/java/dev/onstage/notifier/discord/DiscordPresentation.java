package dev.onstage.notifier.discord;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.TemplateText;
import dev.onstage.notifier.template.Variable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a destination's looks when they are saved, so that no message is refused for them later. */
final class DiscordPresentation {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    /** Parts of a message that belong to the destination, not to one form of its template. */
    private static final Set<String> OF_THE_DESTINATION = Set.of("username", "avatarUrl", "threadName");

    /** Every variable known, and those that nobody types as long as they get. */
    private static final StreamSession LONGEST = new StreamSession(
            new UUID(0, 0),
            "x".repeat(48),
            "x",
            "x",
            Instant.parse("2200-12-30T22:22:22Z"),
            Instant.parse("2200-12-31T22:22:22Z"),
            86_399L * 1000,
            new StreamSession.Figures(
                    Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, false),
            1);

    private final DiscordMessages messages;
    private final List<Violation> found = new ArrayList<>();

    private DiscordPresentation(DiscordMessages messages) {
        this.messages = messages;
    }

    /** Every field Discord would refuse, or that names a variable there is not. */
    static List<Violation> check(DiscordMessages messages, Presentation presentation) {
        DiscordPresentation check = new DiscordPresentation(messages);
        check.names("threadName", presentation.threadName());
        for (Form form : Form.values()) {
            FormTemplate own = form == Form.LIVE
                    ? presentation.template().live()
                    : presentation.template().ended();
            check.form(form, own, presentation);
        }
        return check.found.stream().distinct().toList();
    }

    private void form(Form form, @Nullable FormTemplate own, Presentation presentation) {
        String prefix = "template." + form.name().toLowerCase(Locale.ROOT) + ".";
        int before = found.size();
        if (own != null) {
            names(prefix + "content", own.content());
            names(prefix + "title", own.title());
            names(prefix + "description", own.description());
            names(prefix + "footer", own.footer());
            names(prefix + "buttonLabel", own.buttonLabel());
            List<FieldTemplate> fields = own.fields() == null ? List.of() : own.fields();
            for (int i = 0; i < fields.size(); i++) {
                names(prefix + "fields[" + i + "].name", fields.get(i).name());
                names(prefix + "fields[" + i + "].value", fields.get(i).value());
            }
            if (own.color() != null && !COLOR.matcher(own.color()).matches()) {
                found.add(new Violation(prefix + "color", "is written #RRGGBB"));
            }
        }
        if (found.size() > before) {
            return;
        }
        messages.check(form, LONGEST, presentation).stream()
                .map(violation -> OF_THE_DESTINATION.contains(violation.field())
                        ? violation
                        : new Violation(prefix + violation.field(), violation.message()))
                .forEach(found::add);
    }

    private void names(String field, @Nullable String text) {
        if (text != null) {
            TemplateText.unknownNames(text).stream()
                    .distinct()
                    .map(name -> new Violation(
                            field, "names {" + name + "}, which is no variable; there are " + Variable.all()))
                    .forEach(found::add);
        }
    }
}
