package dev.onstage.localstack.stack;

import dev.onstage.localstack.gateway.GatewayLimits;
import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.util.HashMap;
import java.util.Map;

/** The environment of each service in this stack. */
final class ServiceSettings {
    private static final String MANY = "100000";

    private final Ports ports;
    private final Secrets secrets;
    private final ServerAccess servers;
    private final Provider provider;
    private final boolean realDiscord;
    private final String publicUrl;
    private final int proxies;

    /**
     * Makes settings.
     *
     * @param proxies how many proxies stand before the services, the gateway included
     */
    ServiceSettings(ServerAccess servers, Provider provider, boolean realDiscord, String publicUrl, int proxies) {
        this.ports = servers.ports();
        this.secrets = servers.secrets();
        this.servers = servers;
        this.provider = provider;
        this.realDiscord = realDiscord;
        this.publicUrl = publicUrl;
        this.proxies = proxies;
    }

    Map<String, String> of(ServiceKind service, String instance, Endpoint endpoint) {
        var settings = new HashMap<String, String>();
        common(settings, service, instance, endpoint);
        switch (service) {
            case STREAM_CONTROL -> streamControl(settings);
            case WEBHOOK_INGEST -> settings.put("ONSTAGE_GETSTREAM_SECRETS", apiKey() + "=" + apiSecret());
            case NOTIFIER -> {
                settings.put("ONSTAGE_ENCRYPTION_KEYS", secrets.encryptionKeys(service));
                if (!realDiscord) {
                    settings.put("ONSTAGE_DISCORD_BASE_URL", local(Port.DISCORD_SIMULATOR) + "/api/v10");
                    // Chaos saves many of them, as one person, and there is no Discord to be spared.
                    settings.put("ONSTAGE_COMMAND_LIMITS_SAVE_DESTINATION_BURST", MANY);
                }
            }
            case ANALYTICS -> {
                // Needs nothing beyond what all have.
            }
        }
        return settings;
    }

    private void common(Map<String, String> settings, ServiceKind service, String instance, Endpoint endpoint) {
        settings.putAll(servers.environment(service));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(endpoint.port()));
        settings.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        // A stack stops as a whole; who restarts one of several copies under load says otherwise.
        settings.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(endpoint.managementPort()));
        settings.put("ONSTAGE_PUBLIC_URL", publicUrl);
        settings.put("ONSTAGE_TRUSTED_PROXIES", Integer.toString(proxies));
        settings.put("ONSTAGE_DOOR_FURTHER_URLS", local(Port.GATEWAY));
        settings.put("ONSTAGE_JWKS_URL", local(Port.GATEWAY) + "/.well-known/jwks.json");
        settings.put("ONSTAGE_ENVIRONMENT", "local");
        settings.put("ONSTAGE_INSTANCE", instance);
        // Also where proxies in front lift the gateway's limit per address: its connections stay as few.
        settings.putAll(StreamShare.of(GatewayLimits.DEFAULT).environment());
    }

    private void streamControl(Map<String, String> settings) {
        settings.put("STREAM_API_KEY", apiKey());
        settings.put("STREAM_API_SECRET", apiSecret());
        settings.put("ONSTAGE_ENCRYPTION_KEYS", secrets.encryptionKeys(ServiceKind.STREAM_CONTROL));
        settings.put("ONSTAGE_SETUP_TOKEN", secrets.setupToken());
        settings.put("ONSTAGE_MAIL_HOST", "127.0.0.1");
        settings.put("ONSTAGE_MAIL_FROM", "Onstage <onstage@onstage.local>");
        settings.put("QUARKUS_MAILER_PORT", Integer.toString(ports.number(Port.MAIL)));
        // On this machine, and shown on a page.
        settings.put("QUARKUS_MAILER_START_TLS", "DISABLED");
        if (provider instanceof Provider.Simulated) {
            settings.put("ONSTAGE_GETSTREAM_VIDEO_URL", local(Port.GETSTREAM_SIMULATOR));
            settings.put("ONSTAGE_GETSTREAM_CHAT_URL", local(Port.GETSTREAM_SIMULATOR));
            // Benches and chaos go live hundreds of times in a row, as one person, and there is no GetStream to be
            // spared.
            settings.put("ONSTAGE_COMMAND_LIMITS_GO_LIVE_BURST", MANY);
            settings.put("ONSTAGE_COMMAND_LIMITS_STOP_LIVE_BURST", MANY);
        }
    }

    private String apiKey() {
        return provider instanceof Provider.Real real ? real.apiKey() : secrets.simulatorApiKey();
    }

    private String apiSecret() {
        return provider instanceof Provider.Real real ? real.apiSecret() : secrets.simulatorApiSecret();
    }

    private String local(Port port) {
        return "http://127.0.0.1:" + ports.number(port);
    }
}
