package dev.onstage.support.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import jakarta.inject.Inject;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * How the bodies of requests are read, in every service: as they are documented and in no other way. A number is not a text, a
 * fraction is not a whole number, an enum is written by name, a field stands there once, and nothing follows the document.
 * Fields that nobody knows are left alone.
 *
 * <p>What comes from others (GetStream, Discord, Kafka) is read leniently, with the mapper that is injected; this one is only
 * for bodies that clients of the API send.
 */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class RequestJson implements ContextResolver<ObjectMapper> {
    /** No documented body is nearly as deep. */
    private static final int DEEPEST = 32;

    private final ObjectMapper mapper;

    @Inject
    RequestJson(ObjectMapper common) {
        this.mapper = strict(common);
    }

    /** A copy of a mapper that reads as requests are read, and writes as before. */
    static ObjectMapper strict(ObjectMapper common) {
        ObjectMapper strict = common.copy();
        strict.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        strict.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        strict.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
        strict.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        refuseScalarsOfOtherKinds(strict);
        strict.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        strict.registerModule(new SimpleModule("onstage-requests")
                .addDeserializer(String.class, new PlainTexts())
                .addDeserializer(boolean.class, new PlainFlags())
                .addDeserializer(UUID.class, new PlainUuids()));
        return strict;
    }

    /** Deprecated in favour of a builder, which cannot begin with a mapper that exists. */
    @SuppressWarnings("deprecation")
    private static void refuseScalarsOfOtherKinds(ObjectMapper strict) {
        strict.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return mapper;
    }
}
