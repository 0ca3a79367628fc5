package dev.onstage.webhookingest.publishing;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of Kafka's client. */
final class ProducerSettings {
    private static final int LARGEST_REQUEST = 3 << 20;
    private static final long TOPICS_NEVER_FORGOTTEN_MILLIS = 86_400_000L;
    private static final long RECONNECT_MILLIS = 250;

    private ProducerSettings() {}

    /**
     * Compression is lz4: zstd and snappy exist only as native code, which a native image has to be told about (and zstd
     * is known not to work there); gzip costs several times the time. lz4-java falls back to plain Java.
     */
    static Map<String, Object> of(PublishingConfig config, Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "webhook-ingest");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, DeliveriesTogether.class);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, config.linger().toMillis());
        settings.put(
                ProducerConfig.BATCH_SIZE_CONFIG,
                Math.toIntExact(config.batchSize().asLongValue()));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferMemory().asLongValue());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.maxBlock().toMillis());
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(config.requestTimeout().toMillis()));
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(config.deliveryTimeout().toMillis()));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_MILLIS / 5);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TOPICS_NEVER_FORGOTTEN_MILLIS);
        return settings;
    }
}
