package org.fabricast.hls.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.fabricast.rtl.FpCell;

/**
 * What the floating-point cells take, each synthesised alone.
 *
 * <p>Source: {@code cell_resources.json}, measured with the Yosys that it names; {@code CellResourcesTest} measures again.
 */
public final class CellResources {

    /** Name of the resource. */
    public static final String FILE = "cell_resources.json";

    private CellResources() {
    }

    private static final class Loaded {
        private static final JsonNode TABLE = load();

        private static JsonNode load() {
            try (InputStream in = CellResources.class.getResourceAsStream(FILE)) {
                return new ObjectMapper().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The tool and version the figures are from. */
    public static String source() {
        return Loaded.TABLE.get("source").asText();
    }

    /** What a cell takes; empty for one that was never measured. */
    public static Optional<Resources> of(FpCell cell, PartFamily family) {
        JsonNode node = Loaded.TABLE.path(family.yosys()).path(cell.module());
        return node.isMissingNode() ? Optional.empty()
                : Optional.of(new Resources(node.get("lut").asInt(), node.get("ff").asInt(), node.get("dsp").asInt(), 0, 0));
    }
}
