package dev.onstage.streamcontrol.account.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailTextTest {

    private static final URI LINK = URI.create("https://onstage.example/magic-link#abc");

    @Test
    void shouldMakeNoMarkupOfAName() {
        MailText mail = MailText.about("%s invites you", "<b>Mara</b>")
                .paragraph("%s invites you to \"%s\".", "<b>Mara</b>", "Tom & 'Friends'")
                .link("Join", LINK)
                .build();

        assertThat(mail.subject()).isEqualTo("<b>Mara< / b> invites you");
        assertThat(mail.html())
                .contains("&lt;b&gt;Mara&lt; / b&gt; invites you to &quot;Tom &amp; &#39;Friends&#39;&quot;.")
                .contains("<a href=\"https://onstage.example/magic-link#abc\">Join</a>")
                .doesNotContain("<b>");
        assertThat(mail.text()).contains("Join:\nhttps://onstage.example/magic-link#abc\n");
    }

    @Test
    void shouldLeaveNothingInANameThatAReaderMakesALinkOf() {
        String name = "win at https://evil.example/now or mail a@evil.example";
        MailText mail =
                MailText.about("Hello %s", name).paragraph("Hello %s.", name).build();

        assertThat(List.of(mail.subject(), mail.text(), mail.html())).allSatisfy(part -> assertThat(part)
                .doesNotContain("evil.example")
                .doesNotContain("https://")
                .doesNotContain("a@evil")
                .contains("win at https :// evil . example"));
    }

    @Test
    void shouldKeepASubjectInOneLine() {
        assertThat(MailText.about("Hello %s", "Mara\r\nBcc: everybody@example.org\u2028\u0000x")
                        .build()
                        .subject())
                .isEqualTo("Hello Mara Bcc: everybody @ example . org x");
    }

    @Test
    void shouldCutANameThatIsTooLong() {
        assertThat(MailText.about("%s", "n".repeat(500)).build().subject())
                .hasSize(101)
                .endsWith("\u2026");
    }

    @Test
    void shouldNotTellTheCodeOfItsLink() {
        assertThat(MailText.about("Hello").link("Join", LINK).build().toString())
                .doesNotContain("abc");
    }
}
