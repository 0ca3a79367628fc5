package dev.onstage.streamcontrol.account.mail;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a mail says, as plain text and as HTML. Whatever people chose themselves, such as a name or the title of a stream, goes in
 * as a name: it can be neither markup nor something that a reader makes a link of, which readers do in text, in HTML and in subjects.
 *
 * @param subject one line
 * @param text for readers that show no HTML
 * @param html for the others
 */
public record MailText(String subject, String text, String html) {

    private static final int LONGEST_NAME = 100;
    private static final String ELLIPSIS = "\u2026";
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    /** Readers make links of addresses, and of names of hosts. */
    private static final Pattern LINKED = Pattern.compile("(?<=[^\\s.@:/])([.@:/]+)(?=[^\\s.@:/])");

    /** Begins a mail. {@code %s} in a sentence stands for a name. */
    public static Builder about(String subject, String... names) {
        return new Builder(subject.formatted((Object[]) unlinked(names)));
    }

    /** Puts paragraphs together. */
    public static final class Builder {
        private final String subject;
        private final List<String> text = new ArrayList<>();
        private final List<String> html = new ArrayList<>();

        private Builder(String subject) {
            this.subject = subject;
        }

        /** Adds a paragraph. */
        public Builder paragraph(String sentences, String... names) {
            String paragraph = sentences.formatted((Object[]) unlinked(names));
            text.add(paragraph);
            html.add("<p>" + escape(paragraph) + "</p>");
            return this;
        }

        /** Adds an address of ours to follow. */
        public Builder link(String label, URI address) {
            text.add(label + ":\n" + address);
            html.add("<p><a href=\"" + escape(address.toString()) + "\">" + escape(label) + "</a></p>");
            return this;
        }

        /** The mail. */
        public MailText build() {
            return new MailText(
                    subject,
                    String.join("\n\n", text) + "\n",
                    "<!doctype html><html><body>" + String.join("", html) + "</body></html>");
        }
    }

    /** It holds a code. */
    @Override
    public String toString() {
        return "MailText[" + subject + "]";
    }

    private static String[] shown(String... names) {
        String[] shown = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            String line = NOT_SHOWN.matcher(names[i]).replaceAll(" ").strip();
            shown[i] = line.codePointCount(0, line.length()) <= LONGEST_NAME
                    ? line
                    : line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME)) + ELLIPSIS;
        }
        return shown;
    }

    private static String[] unlinked(String... names) {
        String[] unlinked = shown(names);
        for (int i = 0; i < unlinked.length; i++) {
            unlinked[i] = LINKED.matcher(unlinked[i]).replaceAll(" $1 ");
        }
        return unlinked;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
