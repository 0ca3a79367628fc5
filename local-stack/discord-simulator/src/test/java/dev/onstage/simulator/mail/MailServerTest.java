package dev.onstage.simulator.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.simulator.discord.SimulatorServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailServerTest {

    private static final String MAIL = """
            EHLO test
            MAIL FROM:<onstage@onstage.local>
            RCPT TO:<mara@example.org>
            DATA
            From: onstage@onstage.local
            To: mara@example.org
            Subject: =?UTF-8?Q?Sch=C3=B6n?=
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hello <Mara>, gr=C3=BC=C3=9Fe:
            http://127.0.0.1:8080/magic-link#abc=
            def
            ..and a dot
            --b
            Content-Type: text/html; charset=utf-8

            <p>Hello</p>
            --b--
            .
            QUIT
            """;

    private final SimulatorServer server =
            SimulatorServer.start(0, 0, null).toCompletableFuture().join();

    @AfterEach
    void close() {
        server.close().toCompletableFuture().join();
    }

    @Test
    void shouldShowAMailAsItsReaderSeesIt() throws Exception {
        assertThat(say(MAIL)).endsWith("221 Bye").allMatch(answer -> answer.matches("[23].*"));

        JsonObject mail = new JsonArray(get("/_sim/mails?to=mara@example.org")).getJsonObject(0);
        assertThat(mail.getString("subject")).isEqualTo("Sch\u00f6n");
        assertThat(mail.getString("text"))
                .contains("gr\u00fc\u00dfe")
                .contains("http://127.0.0.1:8080/magic-link#abcdef")
                .contains("\n.and a dot");
        assertThat(mail.getString("html")).contains("<p>Hello</p>");
        assertThat(get("/_sim/mails?to=nobody@example.org")).isEqualTo("[]");
        assertThat(get("/mail"))
                .contains("Hello &lt;Mara&gt;")
                .contains("<a href=\"http://127.0.0.1:8080/magic-link#abcdef\">");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnowAndGoOn() throws Exception {
        assertThat(say("STARTTLS\nDATA\nNOOP\nQUIT\n"))
                .anyMatch(answer -> answer.startsWith("502"))
                .anyMatch(answer -> answer.startsWith("503"))
                .endsWith("250 OK", "221 Bye");
    }

    /** All answers, read until the server hangs up. */
    private List<String> say(String lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.mailPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> answers = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(line);
            }
            return answers;
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
