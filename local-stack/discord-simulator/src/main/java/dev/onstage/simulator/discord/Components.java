package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is common to checking components and to reading what they say. */
final class Components {
    static final int ACTION_ROW = 1;
    static final int BUTTON = 2;
    static final int SECTION = 9;
    static final int TEXT_DISPLAY = 10;
    static final int MEDIA_GALLERY = 12;
    static final int FILE = 13;
    static final int SEPARATOR = 14;
    static final int CONTAINER = 17;

    /** The message flag that lets components stand where content and embeds else do. */
    static final int FLAG_V2 = 1 << 15;

    /** Those that need {@link #FLAG_V2}. */
    static final List<Integer> LAYOUT = List.of(SECTION, TEXT_DISPLAY, MEDIA_GALLERY, FILE, SEPARATOR, CONTAINER);

    private Components() {}

    /** All text displays, one a line, nested ones included: mentions in them notify as those of the content do. */
    static String text(@Nullable JsonArray components) {
        StringBuilder text = new StringBuilder();
        collect(components, text);
        return text.toString();
    }

    private static void collect(@Nullable JsonArray components, StringBuilder text) {
        if (components == null) {
            return;
        }
        for (Object item : components) {
            if (item instanceof JsonObject component) {
                if (Integer.valueOf(TEXT_DISPLAY).equals(component.getValue("type"))) {
                    text.append(component.getString("content")).append('\n');
                }
                collect(component.getJsonArray("components"), text);
            }
        }
    }
}
