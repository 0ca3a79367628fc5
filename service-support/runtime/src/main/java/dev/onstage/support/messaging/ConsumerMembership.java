package dev.onstage.support.messaging;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long a consumer that died keeps its partitions from everybody. Kafka's own answer is 45 seconds, during which a service
 * that was killed and is back reads nothing. Here an instance that comes back under its name ({@code onstage.instance}) has
 * its partitions again at once, and those of one that stays away go to the others after ten seconds.
 *
 * <p>Two running processes must not have the same name: the older one is shut out of its groups.
 */
@ApplicationScoped
class ConsumerMembership implements ClientCustomizer<Map<String, Object>> {
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    private final Optional<String> instance;

    ConsumerMembership(@ConfigProperty(name = "onstage.instance") Optional<String> instance) {
        this.instance = instance;
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> clientConfig) {
        if (!clientConfig.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            return clientConfig;
        }
        Map<String, Object> customized = new HashMap<>(clientConfig);
        customized.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
        instance.ifPresent(name -> customized.putIfAbsent(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        return customized;
    }
}
