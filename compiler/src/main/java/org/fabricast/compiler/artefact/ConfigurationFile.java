package org.fabricast.compiler.artefact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.json.StrictJson;

/**
 * A hardware configuration as JSON: the names of {@link HardwareConfig} in snake case, as in a manifest. What the file does
 * not say is as in the board's own configuration, but that other arrays or lanes without {@code result_lanes} get as many of these as
 * {@link HardwareConfig#defaultResultLanes} says.
 *
 * <p>Errors: F2001, F2002, F2003 the file; F1005 unknown names, values of a wrong type, sizes that cannot be built.
 */
public final class ConfigurationFile {

    private static final String RESULT_LANES = "result_lanes";
    private static final long MAXIMUM_BYTES = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private ConfigurationFile() {
    }

    /** The configuration that {@code file} makes of {@code board}'s. */
    public static HardwareConfig read(Path file, HardwareConfig board) {
        JsonNode changes = StrictJson.read(file, MAXIMUM_BYTES);
        ObjectNode sizes = MAPPER.valueToTree(board);
        sizes.put("name", board.name() + "-custom");
        List<Diagnostic> findings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String name = change.getKey();
            if (sizes.has(name)) {
                sizes.set(name, change.getValue());
            } else {
                List<String> known = new ArrayList<>();
                sizes.fieldNames().forEachRemaining(known::add);
                findings.add(new Diagnostic(ErrorCode.F1005, file + ", " + name, "one of " + String.join(", ", known),
                        "an unknown name", ""));
            }
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        if (!changes.has(RESULT_LANES) && (changes.has("array") || changes.has("lanes"))) {
            sizes.put(RESULT_LANES, HardwareConfig.defaultResultLanes(sizes.get("array").asInt(), sizes.get("lanes").asInt()));
        }
        try {
            return MAPPER.treeToValue(sizes, HardwareConfig.class);
        } catch (JsonProcessingException e) {
            throw new FabricastException(ErrorCode.F1005, file.toString(), "sizes that can be built", reason(e), "");
        }
    }

    /** The constructor's own words, or the reader's. */
    private static String reason(JsonProcessingException e) {
        return e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : e.getOriginalMessage();
    }
}
