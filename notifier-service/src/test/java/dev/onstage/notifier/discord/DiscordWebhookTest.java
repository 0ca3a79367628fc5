package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordWebhookTest {
    private static final String ID = "123456789012345678";
    private static final String TOKEN = "T".repeat(64) + "abcd";
    private static final String PATH = "/api/webhooks/" + ID + "/" + TOKEN;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://discord.com",
                "https://ptb.discord.com",
                "https://canary.discord.com",
                "https://discordapp.com",
                "https://ptb.discordapp.com",
                "https://canary.discordapp.com",
                "https://discord.com:443",
                "https://DISCORD.com",
                "HTTPS://discord.com"
            })
    void shouldAcceptTheHostsDiscordHandsOut(String origin) {
        assertThat(DiscordWebhook.parse(origin + PATH)).isEqualTo(new DiscordWebhook(ID, TOKEN, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://discord.com",
                "ftp://discord.com",
                "https://discord.com.",
                "https://discord.com.evil.example",
                "https://evil-discord.com",
                "https://evildiscord.com",
                "https://discord.com.co",
                "https://www.discord.com",
                "https://discord.gg",
                "https://dіscord.com",
                "https://xn--dscord-5of.com",
                "https://discord.com@evil.example",
                "https://user@discord.com",
                "https://user:pass@discord.com",
                "https://discord.com:8443",
                "https://discord.com:80",
                "https://169.254.169.254",
                "https://127.0.0.1",
                "https://[::1]",
                "https://localhost",
                "https://discord.com%2eevil.example",
                "https://discord.com\\@evil.example",
                "https://",
                "//discord.com",
                "discord.com"
            })
    void shouldRefuseEveryOtherOrigin(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscordWebhook.parse(origin + PATH))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/webhooks/" + ID,
                "/api/webhooks/1234/tokentokentokentokentokentokentokentokentokentokentokentokentoken",
                "/api/webhooks/" + ID + "/short",
                "/webhooks/" + ID + "/tokentokentokentokentokentokentokentokentokentokentokentokentoken",
                "/api/webhooks/" + ID + "/tokentokentokentokentokentokentokentokentokentokentokentokentoken/slack",
                "/api/webhooks/" + ID + "/tokentokentokentokentokentokentokentokentokentokentokentokentoken/github",
                "/api/../webhooks/" + ID + "/tokentokentokentokentokentokentokentokentokentokentokentokentoken",
                "/api/webhooks/" + ID + "/token%2ftokentokentokentokentokentokentokentokentokentokentokentoken",
                "/"
            })
    void shouldRefuseOtherPaths(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> DiscordWebhook.parse("https://discord.com" + path));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/webhooks/1234/tokentokentokentokentokentokentokentokentokentokentokentokentoken, The id",
        "/api/webhooks/ID/short, The token",
        "/api/webhooks/ID/token%2ftokentokentokentokentokentokentokentokentokentokentokentoken, The token",
        "/api/webhooks/ID, The path",
    })
    void shouldNameThePartThatIsWrong(String path, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscordWebhook.parse("https://discord.com" + path.replace("ID", ID)))
                .withMessageStartingWith(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?wait=true&amp;thread_id=998877665544332211",
                "?amp;thread_id=998877665544332211",
                "?thread_id=0",
                "?thread_id=",
                "?thread_id",
                "?thread_id=9988776655443322", // 16 digits
                "?thread_id=998877665544332211000", // 21 digits
                "?thread_id=18446744073709551616", // 2 to the 64th
                "?thread_id=01234567890123456",
                "?thread_id=-98877665544332211",
                "?thread_id=99887766554433221x",
                "?thread_id=９９８８７７６６５５４４３３２２１１",
                "?thread_id=998877665544332211&thread_id=998877665544332211",
                "?thread_id=998877665544332211&thread_id=112233445566778899",
                "?thread_id=998877665544332211?wait=true",
                "?thread_id=998877665544332211%20",
                "?thread_id=%39%39%38%38%37%37%36%36%35%35%34%34%33%33%32%32%31",
                "?%74hread_id=998877665544332211",
                "?thread%5Fid=998877665544332211",
                "?THREAD_ID=998877665544332211",
                "?threadid=998877665544332211",
                "?thread_id=998877665544332211&",
                "?thread_id:998877665544332211",
                "?wait=true;thread_id=998877665544332211",
                "?wait=yes",
                "?wait",
                "?with_components=1",
                "?",
                "?utm_source=x",
                "#thread_id=998877665544332211",
                "?wait=true#thread_id=998877665544332211",
                "?thread_id=998877665544332211#",
                "&thread_id=998877665544332211",
                ";thread_id=998877665544332211",
                "/threads/998877665544332211"
            })
    void shouldRefuseWhatItCannotReadInsteadOfLeavingItOut(String end) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscordWebhook.parse("https://discord.com" + PATH + end))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(TOKEN));
    }

    @ParameterizedTest
    @CsvSource({
        "?thread_id=12345678901234567, 12345678901234567",
        "?thread_id=18446744073709551615, 18446744073709551615",
        "?wait=false&thread_id=998877665544332211&with_components=true, 998877665544332211",
        "?wait=true,",
        "'',"
    })
    void shouldReadTheThread(String query, @Nullable String threadId) {
        assertThat(DiscordWebhook.parse("https://discord.com" + PATH + query).threadId())
                .isEqualTo(threadId);
    }

    @Test
    void shouldKeepOnlyIdTokenAndThread() {
        DiscordWebhook webhook = DiscordWebhook.parse(" https://discord.com/api/v6/webhooks/" + ID + "/" + TOKEN
                + "/?wait=true&thread_id=998877665544332211 ");

        assertThat(webhook).isEqualTo(new DiscordWebhook(ID, TOKEN, "998877665544332211"));
        assertThat(DiscordWebhook.decode(webhook.encode()))
                .as("the thread is stored beside it")
                .isEqualTo(new DiscordWebhook(webhook.id(), webhook.token(), null));
        assertThat(DiscordWebhook.decode(webhook.encode() + "?thread_id=998877665544332211"))
                .as("an older version stored it within")
                .isEqualTo(webhook);
    }

    @Test
    void shouldNotShowTheToken() {
        DiscordWebhook webhook = DiscordWebhook.parse("https://discord.com" + PATH);

        assertThat(webhook.masked()).isEqualTo("https://discord.com/api/webhooks/" + ID + "/…abcd");
        assertThat(webhook.toString()).doesNotContain("TTT");
    }
}
