package org.fabricast.ir.image;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** The manifest as JSON and back; an exact round trip. */
public final class ManifestJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(new SimpleModule().addSerializer(new OptionalIntWriter())
                    .addDeserializer(OptionalInt.class, new OptionalIntReader()))
            .build();

    private ManifestJson() {
    }

    /** The text of {@code manifest.json}. */
    public static String write(Manifest manifest) {
        try {
            return MAPPER.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest can always be written", e);
        }
    }

    /**
     * Reads a manifest.
     *
     * @param subject what the text is, for messages
     * @throws FabricastException F9001 if it is no manifest, F9002 if it is of another version
     */
    public static Manifest read(String subject, String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (!tree.isObject()) {
                throw new FabricastException(ErrorCode.F9001, subject, "a JSON object",
                        text.isBlank() ? "nothing" : tree.getNodeType().name().toLowerCase(Locale.ROOT), "");
            }
            JsonNode versions = tree.path("versions");
            Versions found = versions.isObject() ? MAPPER.treeToValue(versions, Versions.class) : Versions.CURRENT;
            if (!found.equals(Versions.CURRENT)) {
                throw new FabricastException(ErrorCode.F9002, subject, say(Versions.CURRENT), say(found),
                        "compile the model again");
            }
            return MAPPER.treeToValue(tree, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new FabricastException(ErrorCode.F9001, subject, "a manifest", e.getOriginalMessage(), "");
        }
    }

    private static String say(Versions versions) {
        return "manifest " + versions.manifest() + ", instruction set " + versions.isa() + ", weights "
                + versions.weights();
    }

    /** An absent number is null in JSON. */
    private static final class OptionalIntWriter extends StdSerializer<OptionalInt> {
        private static final long serialVersionUID = 1L;

        OptionalIntWriter() {
            super(OptionalInt.class);
        }

        @Override
        public void serialize(OptionalInt value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                out.writeNumber(value.getAsInt());
            } else {
                out.writeNull();
            }
        }
    }

    private static final class OptionalIntReader extends StdDeserializer<OptionalInt> {
        private static final long serialVersionUID = 1L;

        OptionalIntReader() {
            super(OptionalInt.class);
        }

        @Override
        public OptionalInt deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalInt.of(in.getIntValue());
        }

        @Override
        public OptionalInt getNullValue(DeserializationContext context) {
            return OptionalInt.empty();
        }
    }
}
