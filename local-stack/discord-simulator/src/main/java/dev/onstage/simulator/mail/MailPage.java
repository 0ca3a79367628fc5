package dev.onstage.simulator.mail;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page with the mails: their plain text, with its addresses of this machine to follow. */
final class MailPage {

    private static final Pattern OWN_ADDRESS =
            Pattern.compile("https?://(?:127\\.0\\.0\\.1|localhost)[A-Za-z0-9:/#?=._~%-]*");

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Mails of the local stack</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
            article { border: 1px solid #ccc; border-radius: .5rem; padding: 0 1rem; margin: 1rem 0 }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }
            </style></head>
            <body><h1>Mails</h1>
            <!-- mails -->
            </body></html>
            """;

    private MailPage() {}

    static String of(List<ReceivedMail> mails) {
        String list = mails.isEmpty()
                ? "<p>None yet. What stream-control mails comes here.</p>"
                : mails.stream().map(MailPage::article).collect(Collectors.joining("\n"));
        return FRAME.replace("<!-- mails -->", list);
    }

    private static String article(ReceivedMail mail) {
        return "<article><h2>%s</h2><p>To %s, %s</p><pre>%s</pre></article>"
                .formatted(
                        escape(mail.subject()),
                        escape(String.join(", ", mail.to())),
                        mail.receivedAt(),
                        OWN_ADDRESS.matcher(escape(mail.text())).replaceAll("<a href=\"$0\">$0</a>"));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
