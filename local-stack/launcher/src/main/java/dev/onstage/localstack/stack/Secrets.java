package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.ServiceKind;
import dev.onstage.schemas.ServiceSchema;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What one stack keeps secret, made at random once and kept in {@code secrets.properties} (mode 600): the setup token, the
 * encryption keys of the services, the key pair of the GetStream simulator and the passwords of the servers.
 */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SHARED_ENCRYPTION_KEY = "encryption-key";

    /** Those that keep something encrypted. */
    private static final List<ServiceKind> ENCRYPT = List.of(ServiceKind.STREAM_CONTROL, ServiceKind.NOTIFIER);

    private final Properties values;

    private Secrets(Properties values) {
        this.values = values;
    }

    /** Reads the secrets of that stack, making those that do not exist yet. */
    public static Secrets of(StateDirectory state) {
        var values = new Properties();
        if (Files.exists(state.secretsFile())) {
            try {
                values.load(new StringReader(Files.readString(state.secretsFile())));
            } catch (IOException failure) {
                throw new StackException(Failure.STORAGE, "Cannot read " + state.secretsFile(), failure);
            }
        }
        var secrets = new Secrets(values);
        if (secrets.addMissing()) {
            PrivateFiles.write(state.secretsFile(), secrets.asFile());
        }
        return secrets;
    }

    /** Lets the first person in; good for one use. */
    public String setupToken() {
        return get("setup-token");
    }

    /**
     * {@code id:base64} of the AES-256 key that is this service's alone. A stack of before, when services had one together, still
     * has that one at the end: what was encrypted with it stays readable.
     */
    String encryptionKeys(ServiceKind service) {
        String own = service.label() + ":" + get(encryptionKey(service));
        String shared = values.getProperty(SHARED_ENCRYPTION_KEY);
        return shared == null ? own : own + ",local:" + shared;
    }

    /** The API key of the simulated GetStream app. */
    public String simulatorApiKey() {
        return get("simulator-api-key");
    }

    /** The API secret of the simulated GetStream app. */
    public String simulatorApiSecret() {
        return get("simulator-api-secret");
    }

    /** Of the role that is called as that schema. */
    String databasePassword(ServiceSchema schema) {
        return get(databasePasswordOf(schema));
    }

    /** Of Redis and Kafka, where they ask for one. */
    String serverPassword() {
        return get("server-password");
    }

    /** What no log, record, metric or answer may ever show, by a name that may be shown. */
    public Map<String, String> neverShown() {
        var all = new HashMap<String, String>();
        all.put("GetStream API secret", simulatorApiSecret());
        all.put("password of Redis and Kafka", serverPassword());
        ENCRYPT.forEach(service -> all.put("encryption key of " + service.label(), get(encryptionKey(service))));
        for (ServiceSchema schema : ServiceSchema.values()) {
            all.put("database password of " + schema.schemaName(), databasePassword(schema));
        }
        return Map.copyOf(all);
    }

    private static String encryptionKey(ServiceKind service) {
        return SHARED_ENCRYPTION_KEY + "-" + service.label();
    }

    private static String databasePasswordOf(ServiceSchema schema) {
        return "database-password-" + schema.schemaName();
    }

    private boolean addMissing() {
        boolean added = add("setup-token", groups(random(10)));
        for (ServiceKind service : ENCRYPT) {
            added |= add(encryptionKey(service), Base64.getEncoder().encodeToString(random(32)));
        }
        for (ServiceSchema schema : ServiceSchema.values()) {
            added |= add(databasePasswordOf(schema), HexFormat.of().formatHex(random(16)));
        }
        added |= add("simulator-api-key", "sim" + HexFormat.of().formatHex(random(5)));
        added |= add("simulator-api-secret", HexFormat.of().formatHex(random(32)));
        added |= add("server-password", HexFormat.of().formatHex(random(16)));
        return added;
    }

    private boolean add(String name, String value) {
        return values.putIfAbsent(name, value) == null;
    }

    private String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("no secret named " + name);
        }
        return value;
    }

    private String asFile() {
        return values.stringPropertyNames().stream()
                .sorted()
                .map(name -> name + "=" + get(name))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** In groups of five, since a person may have to type it. */
    private static String groups(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{5})(?!$)", "$1-");
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
