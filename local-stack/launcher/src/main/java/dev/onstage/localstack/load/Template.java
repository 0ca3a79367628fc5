package dev.onstage.localstack.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A body with places to fill in, written <code>{{name}}</code>. */
final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    /** What stands before each place, and at last what stands after all of them. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> places = new ArrayList<>();

    private Template(String text) {
        Matcher place = PLACE.matcher(text);
        int from = 0;
        while (place.find()) {
            literals.add(text.substring(from, place.start()));
            places.add(place.group(1));
            from = place.end();
        }
        literals.add(text.substring(from));
    }

    /** The template of that name beside this class. */
    static Template named(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no template " + resource);
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    byte[] fill(UnaryOperator<String> values) {
        var body = new StringBuilder(2048);
        for (int i = 0; i < places.size(); i++) {
            body.append(literals.get(i)).append(values.apply(places.get(i)));
        }
        return body.append(literals.get(places.size())).toString().getBytes(StandardCharsets.UTF_8);
    }
}
