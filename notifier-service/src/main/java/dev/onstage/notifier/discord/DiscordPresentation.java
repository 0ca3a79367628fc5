package dev.onstage.notifier.discord;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.TemplateText;
import dev.onstage.notifier.template.Variable;
import dev.onstage.support.text.VisibleText;
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
    private static final Set<String> EVERYBODY = Set.of("everyone", "here");
    /** The part of a message that belongs to the destination, not to one form of its template. */
    private static final String THREAD_NAME = "threadName";

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
        check.destination(presentation);
        for (Form form : Form.values()) {
            FormTemplate own = form == Form.LIVE
                    ? presentation.template().live()
                    : presentation.template().ended();
            check.form(form, own, presentation);
        }
        return check.found.stream().distinct().toList();
    }

    private void destination(Presentation presentation) {
        String ping = presentation.ping();
        if (ping != null && !EVERYBODY.contains(ping) && !Snowflake.isSnowflake(ping)) {
            add("ping", "is everyone, here or the id of a role (17 to 20 digits)");
        }
        String username = presentation.username();
        if (username != null) {
            DiscordName.objection(username).ifPresent(objection -> add("username", objection));
        }
        picture("avatarUrl", presentation.avatarUrl());
        String threadId = presentation.threadId();
        if (threadId != null && !Snowflake.isSnowflake(threadId)) {
            add("threadId", "is the id of a thread (17 to 20 digits)");
        }
        String threadName = presentation.threadName();
        if (threadName != null && threadId != null) {
            add(THREAD_NAME, "goes only without threadId");
        }
        if (threadName != null && !VisibleText.isVisible(threadName)) {
            add(THREAD_NAME, "must have at least one visible character");
        }
        names(THREAD_NAME, threadName);
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
                add(prefix + "color", "is written #RRGGBB");
            }
            picture(prefix + "thumbnailUrl", own.thumbnailUrl());
            picture(prefix + "imageUrl", own.imageUrl());
        }
        if (found.size() > before) {
            return;
        }
        messages.check(form, LONGEST, presentation).stream()
                .map(violation -> violation.field().equals(THREAD_NAME)
                        ? violation
                        : new Violation(prefix + violation.field(), violation.message()))
                .forEach(found::add);
    }

    /** An empty address leaves the picture out. */
    private void picture(String field, @Nullable String address) {
        if (address != null && !address.isEmpty()) {
            PictureAddress.objection(address).ifPresent(objection -> add(field, objection));
        }
    }

    private void add(String field, String message) {
        found.add(new Violation(field, message));
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
