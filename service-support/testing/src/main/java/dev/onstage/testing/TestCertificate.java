package dev.onstage.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate that nobody but a test trusts, with its key, in a PKCS #12 file that serves as key store and as trust store.
 *
 * @param file where it is
 */
public record TestCertificate(Path file) {
    /** Of the file. */
    public static final String PASSWORD = "changeit";

    /** Makes one for a host, by the tool that comes with each JDK. */
    public static TestCertificate of(String host) {
        try {
            Path file = Files.createTempDirectory("test-certificate").resolve("certificate.p12");
            file.toFile().deleteOnExit();
            run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "test",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + host,
                    "-ext",
                    "SAN=dns:" + host,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD));
            return new TestCertificate(file);
        } catch (IOException e) {
            throw new IllegalStateException("No certificate could be made", e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
