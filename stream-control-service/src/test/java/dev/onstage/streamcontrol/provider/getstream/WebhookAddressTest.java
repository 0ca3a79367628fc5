package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://stage.example.org/api,https://chat.stream-io-api.com,false,true",
        "https://stage.example.org/api,https://chat.stream-io-api.com,true,true",
        "http://stage.example.org/api,https://chat.stream-io-api.com,false,false",
        "https://localhost/api,https://chat.stream-io-api.com,false,false",
        "http://127.0.0.1:8080/api,https://chat.stream-io-api.com,true,false",
        "http://127.0.0.1:8080/api,http://127.0.0.1:8090,true,true",
        "http://127.0.0.1:8080/api,http://127.0.0.1:8090,false,false",
        "https://127.0.0.1/api,https://chat.stream-io-api.com,false,false",
        "https://10.1.2.3/api,https://chat.stream-io-api.com,false,false",
        "https://192.168.1.2/api,https://chat.stream-io-api.com,false,false",
        "https://172.20.1.2/api,https://chat.stream-io-api.com,false,false",
        "https://172.32.1.2/api,https://chat.stream-io-api.com,false,true",
        "https://100.64.0.1/api,https://chat.stream-io-api.com,false,false",
        "https://[::1]/api,https://chat.stream-io-api.com,false,false",
        "https://[fd12::1]/api,https://chat.stream-io-api.com,false,false",
        "https://studio.local/api,https://chat.stream-io-api.com,false,false",
        "https://gateway/api,https://chat.stream-io-api.com,false,false"
    })
    void shouldTellWhichAddressesWebhooksReach(URI webhook, URI provider, boolean local, boolean reachable) {
        assertThat(WebhookAddress.isReachable(webhook, provider, local)).isEqualTo(reachable);
    }

    @ParameterizedTest
    @CsvSource({
        "https://stage.example.org,https://stage.example.org/api/webhooks/getstream",
        "https://stage.example.org/,https://stage.example.org/api/webhooks/getstream",
        "https://stage.example.org:8443//,https://stage.example.org:8443/api/webhooks/getstream",
        "https://example.org/onstage/,https://example.org/onstage/api/webhooks/getstream"
    })
    void shouldBeTheSameWithAndWithoutASlashAtTheEndOfThePublicUrl(URI publicUrl, URI webhooks) {
        assertThat(WebhookAddress.below(publicUrl)).isEqualTo(webhooks);
    }
}
