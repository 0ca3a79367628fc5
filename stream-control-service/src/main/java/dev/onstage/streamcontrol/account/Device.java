package dev.onstage.streamcontrol.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person would call the device of a request: {@code Firefox on Windows}, {@code Safari on iPhone}, {@code curl}. By its
 * User-Agent, which says what its sender likes: good to recognise an own device by, and for nothing else.
 */
final class Device {

    static final String UNKNOWN = "Unknown device";

    private static final int LONGEST = 40;

    /** Most browsers name others too, so the order counts. */
    private static final Map<String, String> BROWSERS = inOrder(
            "Edg", "Edge",
            "OPR/", "Opera",
            "SamsungBrowser/", "Samsung Internet",
            "FxiOS/", "Firefox",
            "Firefox/", "Firefox",
            "CriOS/", "Chrome",
            "Chrome/", "Chrome",
            "Safari/", "Safari");

    private static final Map<String, String> SYSTEMS = inOrder(
            "iPhone", "iPhone",
            "iPad", "iPad",
            "Android", "Android",
            "CrOS", "ChromeOS",
            "Windows", "Windows",
            "Macintosh", "macOS",
            "Linux", "Linux");

    private static final Pattern PROGRAM =
            Pattern.compile("([A-Za-z][A-Za-z0-9._-]{0,%d})(/.*)?".formatted(LONGEST - 1));

    private Device() {}

    static String inWords(@Nullable String userAgent) {
        if (userAgent == null) {
            return UNKNOWN;
        }
        Optional<String> browser = first(BROWSERS, userAgent);
        Optional<String> system = first(SYSTEMS, userAgent);
        if (browser.isPresent()) {
            return browser.get() + system.map(name -> " on " + name).orElse("");
        }
        Matcher program = PROGRAM.matcher(userAgent);
        return program.matches() ? program.group(1) : UNKNOWN;
    }

    private static Optional<String> first(Map<String, String> names, String userAgent) {
        return names.entrySet().stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Map<String, String> inOrder(String... markAndName) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < markAndName.length; i += 2) {
            names.put(markAndName[i], markAndName[i + 1]);
        }
        return names;
    }
}
