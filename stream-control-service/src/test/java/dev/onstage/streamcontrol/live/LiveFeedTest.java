package dev.onstage.streamcontrol.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.live.LiveCache.Answer;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private final LiveFeed feed = new LiveFeed();

    @Test
    void shouldNeverShowAnOlderStateAfterANewerOne() {
        AssertSubscriber<Answer> page = feed.changes("main").subscribe().withSubscriber(AssertSubscriber.create(10));

        feed.publish("main", answer("live", 3, 7));
        // Read before the commit, and done after it.
        feed.publish("main", answer("not live", 2, 6));
        feed.publish("main", answer("live, 12 viewers", 3, 7));
        feed.publish("main", answer("live, 12 viewers", 3, 7));
        feed.publish("main", answer("not live any more", 3, 8));

        assertThat(page.getItems())
                .extracting(Answer::hash)
                .containsExactly("live", "live, 12 viewers", "not live any more");
    }

    @Test
    void shouldKeepChannelsApartAndForgetThoseThatNobodyFollows() {
        AssertSubscriber<Answer> page = feed.changes("main").subscribe().withSubscriber(AssertSubscriber.create(10));

        feed.publish("other", answer("live", 9, 9));
        assertThat(page.getItems()).isEmpty();
        assertThat(feed.followed()).containsExactly("main");

        page.cancel();
        assertThat(feed.followed()).isEmpty();
    }

    @Test
    void shouldWorkOnceMoreWhenAskedMeanwhileAndNeverTwiceAtATime() {
        List<UniEmitter<? super Void>> begun = new ArrayList<>();
        OneAtATime work = new OneAtATime(channelId -> Uni.createFrom().emitter(begun::add));

        work.ask("main");
        work.ask("main");
        work.ask("main");
        assertThat(begun).hasSize(1);
        begun.get(0).complete(null);
        assertThat(begun).as("for both who asked meanwhile").hasSize(2);
        begun.get(1).complete(null);
        assertThat(begun).hasSize(2);
        work.ask("main");
        assertThat(begun).hasSize(3);
    }

    private static Answer answer(String etag, long epoch, long seq) {
        return new Answer(Optional.of(etag), etag, new Version(epoch, seq), Duration.ofSeconds(5));
    }
}
