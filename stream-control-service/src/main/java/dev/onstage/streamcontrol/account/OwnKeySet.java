package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.KeySetSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwk.PublicJsonWebKey;

/** The keys this service publishes, for the tokens that come back to it: no need to ask itself over HTTP. */
@ApplicationScoped
class OwnKeySet implements KeySetSource {
    private final SigningKeys keys;

    OwnKeySet(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<Map<String, PublicKey>> read() {
        return keys.published().map(all -> all.stream()
                .collect(Collectors.toMap(PublicJsonWebKey::getKeyId, PublicJsonWebKey::getPublicKey)));
    }
}
