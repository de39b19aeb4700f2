package org.fabricast.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the kernels of a core take, by lanes, and a lane of the rescaling.
 *
 * <p>Source: {@code kernel_resources.json}. Where it says so its DSP slices are Yosys's, by the command that it names; its
 * other figures are the estimates of {@code ResourceEstimate}. {@code CoreSynthesisTest} counts the slices again.
 */
public final class KernelResources {

    private KernelResources() {
    }

    private static final class Loaded {
        private static final JsonNode TABLE = load();

        private static JsonNode load() {
            try (InputStream in = KernelResources.class.getResourceAsStream("kernel_resources.json")) {
                return new ObjectMapper().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every kernel with so many lanes; of lane counts that were never synthesised, the next larger one's. */
    public static SortedMap<String, DeviceResources> of(int lanes) {
        int known = lanes <= 4 ? 4 : 8;
        SortedMap<String, DeviceResources> kernels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> kernel : Loaded.TABLE.get("kernels").get(String.valueOf(known)).properties()) {
            kernels.put(kernel.getKey(), resources(kernel.getValue()));
        }
        return kernels;
    }

    /** Whether the DSP slices of a kernel with so many lanes are Yosys's. */
    public static boolean counted(String kernel, int lanes) {
        int known = lanes <= 4 ? 4 : 8;
        return lanes == known && Loaded.TABLE.get("kernels").get(String.valueOf(known)).get(kernel).get("yosys").asBoolean();
    }

    /** A lane that makes binary32 results of sums. */
    public static DeviceResources rescaleLane() {
        return resources(Loaded.TABLE.get("rescale_lane"));
    }

    private static DeviceResources resources(JsonNode node) {
        return new DeviceResources(node.get("dsp").asLong(), node.get("lut").asLong(), node.get("ff").asLong(),
                (node.get("bram18").asLong() + 1) / 2, 0);
    }
}
