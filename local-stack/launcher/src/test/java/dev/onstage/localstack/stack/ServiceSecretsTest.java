package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceSecretsTest {

    /** What each service uses: a secret that is not in its line is not given to it. */
    private static final Map<ServiceKind, Set<String>> USED = Map.of(
            ServiceKind.STREAM_CONTROL,
            Set.of(
                    "GetStream API secret",
                    "encryption key of stream-control",
                    "database password of stream_control",
                    "setup token"),
            ServiceKind.WEBHOOK_INGEST,
            Set.of("GetStream API secret", "database password of webhook_ingest"),
            ServiceKind.ANALYTICS,
            Set.of("database password of analytics"),
            ServiceKind.NOTIFIER,
            Set.of("encryption key of notifier", "database password of notifier"));

    @TempDir
    private Path home;

    @ParameterizedTest
    @EnumSource
    void shouldGiveAServiceTheSecretsItUsesAndNoOther(ServiceKind service) {
        Secrets secrets = Secrets.of(StateDirectory.open(home));
        Map<String, String> all = new HashMap<>(secrets.neverShown());
        all.put("setup token", secrets.setupToken());
        String environment = environment(secrets, service).values().toString();

        Set<String> given = all.entrySet().stream()
                .filter(secret -> environment.contains(secret.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(given).isEqualTo(USED.get(service));
    }

    @Test
    void shouldNotUseOneSecretTwice() {
        assertThat(Secrets.of(StateDirectory.open(home)).neverShown().values()).doesNotHaveDuplicates();
    }

    @Test
    void shouldStillReadWhatWasEncryptedWithTheKeyThatServicesHadTogether() throws IOException {
        StateDirectory state = StateDirectory.open(home);
        Files.writeString(state.secretsFile(), "encryption-key=c2hhcmVk\n");

        String keys = environment(Secrets.of(state), ServiceKind.NOTIFIER).getOrDefault("ONSTAGE_ENCRYPTION_KEYS", "");

        assertThat(keys).startsWith("notifier:").endsWith(",local:c2hhcmVk");
    }

    private static Map<String, String> environment(Secrets secrets, ServiceKind service) {
        return new ServiceSettings(
                        new ServerAccess(Ports.defaults(), secrets, Optional.empty()),
                        new Provider.Simulated(),
                        false,
                        "http://127.0.0.1:8080",
                        1)
                .of(service, service.label(), Ports.defaults().endpoint(service));
    }
}
