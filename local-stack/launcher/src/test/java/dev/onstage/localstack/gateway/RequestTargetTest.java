package dev.onstage.localstack.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api, /api",
        "/api/channels/, /api/channels/",
        "/api/channels?x=1&y=%20%2F%2e%25;, /api/channels",
        "/api?x=http://a/../b//c, /api",
        "/%61pi/web%68ooks, /api/webhooks",
        "/c/s%C3%BC%c3%9f, /c/süß",
        "/api/a...b/.c/d.../~e!$&()*+=:@, /api/a...b/.c/d.../~e!$&()*+=:@",
        "/api/x%20y, /api/x y",
        "/api/%F0%9F%98%80, /api/\uD83D\uDE00",
    })
    void shouldDecodeAPlainPath(String target, String path) {
        assertThat(RequestTarget.of(target)).map(RequestTarget::path).contains(path);
    }

    @ParameterizedTest
    @MethodSource("odd")
    void shouldRefuseWhatCanBeReadInTwoWays(String target) {
        assertThat(RequestTarget.of(target)).isEmpty();
    }

    static Stream<String> odd() {
        Stream<String> dots = Stream.of("..", ".", "%2e%2e", "%2E%2e", ".%2e", "%2e.", "%2e")
                .flatMap(dot -> Stream.of("/api/" + dot + "/q/metrics", "/" + dot, "/api/" + dot, "/api/" + dot + "/"));
        Stream<String> controls = IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
                .boxed()
                .flatMap(code -> Stream.of(
                        "/api/a%%%02x".formatted(code),
                        "/api/a%%%02X/b".formatted(code),
                        "/api/a" + (char) code.intValue(),
                        "/api?a=%%%02x".formatted(code),
                        "/api?a=" + (char) code.intValue()));
        Stream<String> others = Stream.of(
                "",
                "*",
                "api",
                "?x",
                "http://127.0.0.1/api",
                "HTTP://x/../q",
                "//",
                "//api",
                "/api//channels",
                "/api/channels//",
                "/api/%2f",
                "/api%2Fchannels",
                "/api/..%2fq",
                "/api/%5c..%5cq",
                "/api\\..\\q",
                "/api/;/q",
                "/api/..;/q",
                "/api;x=1/q",
                "/api/%3b",
                "/api/%3Bx",
                "/api/%252e%252e/q",
                "/api/%25",
                "/api/%",
                "/api/%2",
                "/api/%zz",
                "/api/%2g",
                "/api/%u002e",
                "/api/%+1",
                "/api?x=%",
                "/api?x=%f",
                "/api?x=|",
                "/api?x={}",
                "/api?x=\"",
                "/api?x=^",
                "/api?x=`",
                "/api?x=\\",
                "/api?x=<",
                "/api?x=%zz",
                "/api#/q",
                "/api?x#y",
                "/api/ x",
                "/api/\u00e4",
                "/api/{x}",
                "/api/<x>",
                "/api/\"",
                "/api/^",
                "/api/`",
                "/api/|",
                // UTF-8 that is too long, cut off, or no character at all.
                "/api/%c0%ae%c0%ae/q",
                "/api/%c0%af",
                "/api/%e0%80%ae",
                "/api/%f0%80%80%ae",
                "/api/%c3",
                "/api/%c3x",
                "/api/%ff",
                "/api/%80",
                "/api/%ed%a0%80",
                "/api/%f4%90%80%80",
                // Control characters beyond ASCII.
                "/api/%c2%85",
                "/api?x=%c0%80");
        return Stream.of(dots, controls, others).flatMap(some -> some);
    }
}
