package dev.onstage.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies of a JSON value, each with one of its texts changed to one that JSON allows and PostgreSQL or UTF-8 does not. */
public final class OddTexts {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<String> ENDINGS = List.of("\u0000", "\ud800", "\udc00x");

    private OddTexts() {}

    /** The copies: for each text of the value, at any depth, one with each odd ending. */
    public static List<String> of(byte[] json) {
        List<String> copies = new ArrayList<>();
        try {
            JsonNode root = MAPPER.readTree(json);
            change(root, root, copies);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
        return copies;
    }

    private static void change(JsonNode root, JsonNode node, List<String> copies) throws JsonProcessingException {
        if (node instanceof ObjectNode object) {
            for (String name : fieldNames(object)) {
                JsonNode value = object.get(name);
                for (String ending : endings(value)) {
                    object.set(name, TextNode.valueOf(value.textValue() + ending));
                    copies.add(MAPPER.writeValueAsString(root));
                }
                object.set(name, value);
                change(root, value, copies);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                for (String ending : endings(value)) {
                    array.set(i, TextNode.valueOf(value.textValue() + ending));
                    copies.add(MAPPER.writeValueAsString(root));
                }
                array.set(i, value);
                change(root, value, copies);
            }
        }
    }

    private static List<String> endings(JsonNode value) {
        return value.isTextual() ? ENDINGS : List.of();
    }

    private static List<String> fieldNames(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
