package dev.onstage.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.ReadContext;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.restassured.response.ResponseBodyExtractionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeDiagnosingMatcher;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document, most often an answer's, to read by path. REST-assured's own paths are Groovy: each use of one compiles a
 * script, which takes longer than most requests.
 *
 * <p>A path is json-path's, without the {@code $.} before it: {@code errors[0].field}, {@code errors[*].field}, {@code
 * [?(@.form == 'LIVE')].state}, or {@code $} for the whole document. One with {@code *}, {@code ..} or {@code ?} is a list of
 * what was found.
 */
public final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    // A list keeps all its elements: one without the last name of the path gives a null. Where an element lacks an
    // earlier name, the whole path leads to nothing.
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JacksonJsonProvider(MAPPER))
            .mappingProvider(new JacksonMappingProvider(MAPPER))
            .options(Option.DEFAULT_PATH_LEAF_TO_NULL, Option.REQUIRE_PROPERTIES)
            .build();

    private final String text;
    private final ReadContext document;

    private Json(String text, ReadContext document) {
        this.text = text;
        this.document = document;
    }

    /**
     * Parses a document.
     *
     * @throws AssertionError if it is no JSON
     */
    public static Json of(String document) {
        try {
            return new Json(document, JsonPath.using(CONFIGURATION).parse(document));
        } catch (InvalidJsonException | IllegalArgumentException e) {
            throw new AssertionError("This is no JSON: " + document, e);
        }
    }

    /**
     * Parses the body of an answer.
     *
     * @param answer a response, or what {@code extract()} gives
     * @throws AssertionError if it is no JSON
     */
    public static Json of(ResponseBodyExtractionOptions answer) {
        return of(answer.asString());
    }

    /** Matches a document that has at a path what is wanted. What is not there is null. */
    public static Matcher<String> at(String path, Matcher<?> wanted) {
        return new At(path, wanted);
    }

    /** What is at a path, or null if nothing is. */
    public @Nullable Object get(String path) {
        try {
            return document.read(fromRoot(path));
        } catch (PathNotFoundException e) {
            return null;
        }
    }

    /**
     * The string at a path.
     *
     * @throws AssertionError if there is none
     */
    public String getString(String path) {
        return get(path, String.class);
    }

    /**
     * The integer at a path.
     *
     * @throws AssertionError if there is none, or a larger one
     */
    public int getInt(String path) {
        return get(path, Integer.class);
    }

    /**
     * The integer at a path, of any size up to a long.
     *
     * @throws AssertionError if there is none
     */
    public long getLong(String path) {
        return get(path) instanceof Integer small ? small : get(path, Long.class);
    }

    /**
     * The boolean at a path.
     *
     * @throws AssertionError if there is none
     */
    public boolean getBoolean(String path) {
        return get(path, Boolean.class);
    }

    /**
     * The list at a path.
     *
     * @throws AssertionError if there is none
     */
    public List<Object> getList(String path) {
        return getList(path, Object.class);
    }

    /**
     * The list at a path.
     *
     * @throws AssertionError if there is none, or one with an element of another type
     */
    public <T> List<T> getList(String path, Class<T> type) {
        List<?> list = get(path, List.class);
        for (Object element : list) {
            if (element != null && !type.isInstance(element)) {
                throw other(path, "a list of " + type.getSimpleName(), list);
            }
        }
        return list.stream().map(type::cast).collect(Collectors.toList());
    }

    /**
     * The object at a path, by name.
     *
     * @throws AssertionError if there is none
     */
    public Map<String, Object> getMap(String path) {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<?, ?> found = get(path, Map.class);
        found.forEach((name, value) -> map.put((String) name, value));
        return map;
    }

    /**
     * What is at a path as a document of its own.
     *
     * @throws AssertionError if it is neither an object nor a list
     */
    public Json within(String path) {
        Object found = get(path);
        if (!(found instanceof Map || found instanceof List)) {
            throw other(path, "an object or a list", found);
        }
        return new Json(text, JsonPath.using(CONFIGURATION).parse(found));
    }

    /** The document as it came. */
    @Override
    public String toString() {
        return text;
    }

    private <T> T get(String path, Class<T> type) {
        Object found = get(path);
        if (!type.isInstance(found)) {
            throw other(path, "a " + type.getSimpleName(), found);
        }
        return type.cast(found);
    }

    private AssertionError other(String path, String wanted, @Nullable Object found) {
        return new AssertionError("At " + path + " is not " + wanted + " but " + found + ", in " + text);
    }

    private static String fromRoot(String path) {
        if (path.startsWith("$")) {
            return path;
        }
        return path.startsWith("[") ? "$" + path : "$." + path;
    }

    private static final class At extends TypeSafeDiagnosingMatcher<String> {
        private final String path;
        private final Matcher<?> wanted;

        private At(String path, Matcher<?> wanted) {
            this.path = path;
            this.wanted = wanted;
        }

        @Override
        protected boolean matchesSafely(String text, Description mismatch) {
            Object found;
            try {
                found = of(text).get(path);
            } catch (AssertionError e) {
                mismatch.appendText(String.valueOf(e.getMessage()));
                return false;
            }
            if (wanted.matches(found)) {
                return true;
            }
            mismatch.appendText("at " + path + " ");
            wanted.describeMismatch(found, mismatch);
            mismatch.appendText(", in ").appendText(text);
            return false;
        }

        @Override
        public void describeTo(Description description) {
            description.appendText("at " + path + " ").appendDescriptionOf(wanted);
        }
    }
}
