package dev.onstage.webhookingest.verification;

import dev.onstage.support.settings.CurrentSecrets;
import dev.onstage.support.settings.SecretsChanged;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The secrets of the provider as they are at the moment. What cannot be used is told, and those before stay in force. */
@Singleton
class SecretsInForce {
    private static final Logger LOG = Logger.getLogger(SecretsInForce.class);
    private static final String SETTING = "onstage.getstream.secrets";

    private final Supplier<String> setting;
    private volatile SigningSecrets secrets;

    @Inject
    SecretsInForce(CurrentSecrets current) {
        this(() -> current.find(SETTING).orElse(""));
    }

    SecretsInForce(Supplier<String> setting) {
        this.setting = setting;
        this.secrets = new SigningSecrets(setting.get());
    }

    SigningSecrets get() {
        return secrets;
    }

    void change(@Observes SecretsChanged event) {
        try {
            secrets = new SigningSecrets(setting.get());
        } catch (IllegalStateException unusable) {
            LOG.errorf("%s Deliveries are verified with the secrets before.", unusable.getMessage());
        }
    }
}
