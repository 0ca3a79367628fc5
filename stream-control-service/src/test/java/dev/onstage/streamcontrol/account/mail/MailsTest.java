package dev.onstage.streamcontrol.account.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.account.mail.Mails.Letter;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sending while somebody waits for what becomes of it. */
class MailsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Letter LETTER = new Letter(
            "lena@example.org",
            MailText.about("You are invited").paragraph("Hello,").build());

    @Test
    void shouldSayThatTheServerTookIt() {
        MailServer server = new MailServer(() -> Uni.createFrom().voidItem());

        assertThat(wait(server.mails(LONG).sendNow(LETTER))).isTrue();

        assertThat(server.presented()).singleElement().satisfies(mail -> {
            assertThat(mail.getTo()).containsExactly("lena@example.org");
            assertThat(mail.getFrom()).isEqualTo("onstage@example.org");
        });
    }

    @Test
    void shouldSayThatItWasRefusedAndNotTryAgain() {
        MailServer server = new MailServer(() -> Uni.createFrom().failure(new IllegalStateException("550 no")));

        assertThat(wait(server.mails(LONG).sendNow(LETTER))).isFalse();

        assertThat(server.presented()).hasSize(1);
    }

    @Test
    void shouldGiveUpOnAServerThatDoesNotAnswer() {
        MailServer server = new MailServer(() -> Uni.createFrom().nothing());

        assertThat(wait(server.mails(Duration.ofMillis(20)).sendNow(LETTER))).isFalse();
    }

    @Test
    void shouldSendNoMoreAtOnceThanItMay() {
        List<UniEmitter<? super Void>> underWay = new ArrayList<>();
        MailServer server = new MailServer(() -> Uni.createFrom().emitter(underWay::add));
        Mails mails = server.mails(LONG);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < Mails.MOST; i++) {
            answers.add(mails.sendNow(LETTER).subscribeAsCompletionStage());
        }

        assertThat(wait(mails.sendNow(LETTER))).isFalse();
        assertThat(server.presented()).hasSize(Mails.MOST);

        underWay.get(0).complete(null);
        assertThat(answers.get(0)).succeedsWithin(PATIENCE).isEqualTo(true);
        answers.add(mails.sendNow(LETTER).subscribeAsCompletionStage());
        assertThat(server.presented()).hasSize(Mails.MOST + 1);
    }

    private static boolean wait(Uni<Boolean> sent) {
        return sent.await().atMost(PATIENCE);
    }
}
