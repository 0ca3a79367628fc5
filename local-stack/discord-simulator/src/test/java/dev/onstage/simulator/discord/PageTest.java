package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's own modules: that posted text cannot become markup, and how Markdown is drawn. */
class PageTest {
    /** What would let text become markup or code. */
    private static final Pattern DANGEROUS = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|\\beval\\(|new Function");

    /** A reference of the page itself to somewhere else. */
    private static final Pattern EXTERNAL =
            Pattern.compile("(?:src|href|url|import|from)\\s*[=(]?\\s*['\"(]+(?:https?:)?//");

    @TempDir
    Path directory;

    @Test
    void shouldNeverMakeMarkupOfText() {
        pageFiles().forEach(file -> assertThat(read(file))
                .as(file.toString())
                .doesNotContainPattern(DANGEROUS)
                .doesNotContainPattern(EXTERNAL));
    }

    @Test
    void shouldDrawMarkdownAsDiscordDoes() throws IOException, InterruptedException {
        for (Path file : pageFiles().toList()) {
            Files.copy(file, directory.resolve(file.getFileName()));
        }
        Path test = Path.of("src/test/js/markdown.test.js");
        Files.copy(test, directory.resolve(test.getFileName()));
        Files.writeString(directory.resolve("package.json"), "{\"type\":\"module\"}");

        Process node = new ProcessBuilder("node", "--test", "--test-reporter=tap", "markdown.test.js")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(output).isZero();
    }

    private static Stream<Path> pageFiles() {
        try {
            Path page = Path.of(Objects.requireNonNull(PageTest.class.getResource("page/index.html"))
                            .toURI())
                    .getParent();
            try (Stream<Path> files = Files.list(Objects.requireNonNull(page))) {
                return files.toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
