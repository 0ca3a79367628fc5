package dev.onstage.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelIdsTest {

    @ParameterizedTest
    @CsvSource({
        "livestream:main,main",
        "livestream:main_2,main",
        "livestream:main_17,main",
        "livestream:my-channel-2,my-channel-2",
        "livestream:2,2",
        "onstage:main,main",
        "onstage:main_3,main",
        "onstage-staging:main,main"
    })
    void shouldFindTheChannelOfACall(String callCid, String channelId) {
        assertThat(ChannelIds.ofCall(callCid)).contains(channelId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default:main",
                "livestream:",
                "livestream:Main",
                "livestream:main_",
                "livestream:main_0",
                "livestream:main_2_3",
                "livestream_invite:main",
                "onstage:probe_of-a-check",
                "on-stage:main",
                "onstage:",
                "main"
            })
    void shouldNotClaimCallsOfOthers(String callCid) {
        assertThat(ChannelIds.ofCall(callCid)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"livestream:main", "messaging:main", "livestream_invite:main_2", "livestream_invite:"})
    void shouldNotClaimChatChannelsOfOthers(String chatChannelCid) {
        assertThat(ChannelIds.ofChat(chatChannelCid)).isEmpty();
        assertThat(ChannelIds.ofChat("livestream_invite:main")).contains("main");
    }
}
