package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The components an incoming webhook may send: link buttons and, with the flag for it, layout. */
final class ComponentValidator {
    static final int MAX_ROWS = 5;
    static final int MAX_BUTTONS = 5;
    static final int MAX_LABEL = 80;
    static final int MAX_URL = 512;
    static final int MAX_LAYOUT_COMPONENTS = 40;
    static final int MAX_LAYOUT_TEXT = 4000;

    private static final int LINK_STYLE = 5;

    private final FormErrors errors;
    private final boolean layout;
    private int count;
    private int text;

    /** Checks components of a message that has the flag for layout, or has not. */
    ComponentValidator(FormErrors errors, boolean layout) {
        this.errors = errors;
        this.layout = layout;
    }

    void validate(@Nullable Object value) {
        if (value == null) {
            return;
        }
        JsonArray components = list("components", value, layout ? MAX_LAYOUT_COMPONENTS : MAX_ROWS);
        if (components == null) {
            return;
        }
        for (int i = 0; i < components.size(); i++) {
            top("components." + i, components.getValue(i), layout);
        }
        if (count > MAX_LAYOUT_COMPONENTS) {
            errors.add(
                    "components",
                    "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                    "The total number of components cannot exceed " + MAX_LAYOUT_COMPONENTS + ".");
        }
        if (text > MAX_LAYOUT_TEXT) {
            errors.add(
                    "components",
                    "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                    "The total displayable text size of components exceeds the maximum size of " + MAX_LAYOUT_TEXT);
        }
    }

    private void top(String path, @Nullable Object value, boolean layoutAllowed) {
        if (!(value instanceof JsonObject component)) {
            errors.notAnObject(path);
            return;
        }
        count++;
        Object type = component.getValue("type");
        if (Integer.valueOf(Components.ACTION_ROW).equals(type)) {
            buttons(path + ".components", component.getValue("components"));
        } else if (layoutAllowed && type instanceof Integer kind && Components.LAYOUT.contains(kind)) {
            layout(path, kind, component);
        } else {
            errors.add(
                    path + ".type",
                    "UNION_TYPE_CHOICES",
                    "Value of field \"type\" must be one of (1"
                            + (layoutAllowed ? ", 9, 10, 12, 13, 14, 17)." : ",)."));
        }
    }

    private void layout(String path, int type, JsonObject component) {
        if (type == Components.TEXT_DISPLAY) {
            text(path, component);
        } else if (type == Components.CONTAINER || type == Components.SECTION) {
            JsonArray inner = list(path + ".components", component.getValue("components"), MAX_LAYOUT_COMPONENTS);
            for (int i = 0; inner != null && i < inner.size(); i++) {
                top(path + ".components." + i, inner.getValue(i), true);
            }
            if (type == Components.SECTION && component.getValue("accessory") == null) {
                errors.required(path + ".accessory");
            }
        }
    }

    private void text(String path, JsonObject component) {
        if (!(component.getValue("content") instanceof String content) || content.isBlank()) {
            errors.required(path + ".content");
        } else {
            text += content.length();
        }
    }

    private void buttons(String path, @Nullable Object value) {
        JsonArray buttons = list(path, value, MAX_BUTTONS);
        for (int i = 0; buttons != null && i < buttons.size(); i++) {
            button(path + "." + i, buttons.getValue(i));
        }
    }

    private void button(String path, @Nullable Object value) {
        if (!(value instanceof JsonObject button)) {
            errors.notAnObject(path);
            return;
        }
        count++;
        if (!Integer.valueOf(Components.BUTTON).equals(button.getValue("type"))) {
            errors.add(path + ".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (2,).");
            return;
        }
        if (!Integer.valueOf(LINK_STYLE).equals(button.getValue("style"))) {
            errors.add(path + ".style", "BASE_TYPE_CHOICES", "Only link buttons may be sent by this webhook.");
            return;
        }
        if (button.getValue("custom_id") != null) {
            errors.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                    "A custom id and url cannot both be specified");
        }
        if (!(button.getValue("label") instanceof String label) || label.isBlank()) {
            if (button.getValue("emoji") == null) {
                errors.add(path, "BUTTON_COMPONENT_INVALID", "A button must have a label or emoji");
            }
        } else if (label.length() > MAX_LABEL) {
            errors.tooLong(path + ".label", MAX_LABEL);
        }
        address(path + ".url", button.getValue("url"));
    }

    private void address(String path, @Nullable Object url) {
        if (url == null) {
            errors.required(path);
        } else if (url.toString().length() > MAX_URL) {
            errors.tooLong(path, MAX_URL);
        } else {
            EmbedValidator.url(errors, path, url);
        }
    }

    private @Nullable JsonArray list(String path, @Nullable Object value, int limit) {
        if (value == null) {
            errors.required(path);
            return null;
        }
        if (!(value instanceof JsonArray list)) {
            errors.notAList(path);
            return null;
        }
        if (list.size() > limit || (list.isEmpty() && !path.equals("components"))) {
            errors.badLength(path, 1, limit);
            return null;
        }
        return list;
    }
}
