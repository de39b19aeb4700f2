package org.fabricast.cosim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.fabricast.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --device rtl --json}: the keys that scripts rely on, and the same logits as the emulator's. */
class RunCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    private Path directory;

    private JsonNode run(String device) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Path model = Path.of(System.getProperty("fabricast.root")).resolve("models/fable");
        int status = Main.run(new String[] {"run", model.toString(), "--device", device, "--prompt", "Once upon a time",
            "--tokens", "16", "--json", "--dump-logits", directory.resolve(device + ".json").toString()},
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                System.getenv());
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void simulatedVerilogReportsItsKeysAndTheEmulatorsLogits() throws IOException {
        JsonNode document = run("rtl");
        assertThat(document.fieldNames()).toIterable().contains("text", "prompt_tokens", "tokens", "device", "cycles",
                "cycles_per_token", "bytes_per_token", "bandwidth_utilisation", "mac_utilisation", "roofline_ratio",
                "traffic_overhead", "wall_seconds", "simulated_cycles_per_second", "stop_reason");
        assertThat(document.get("device").asText()).isEqualTo("rtl");
        assertThat(document.get("cycles_per_token").asDouble())
                .isCloseTo(document.get("cycles").asDouble() / 16, within(1.0));
        assertThat(document.get("bandwidth_utilisation").asDouble()).isBetween(0.0, 1.0);
        assertThat(document.get("mac_utilisation").asDouble()).isBetween(0.0, 1.0);
        // Every weight is read once per token: 851,968 in levels and 2 bytes of scale per 64, on 64 bytes per cycle.
        assertThat(document.get("bytes_per_token").asDouble()).isGreaterThan(851_968.0 * 66 / 64);
        assertThat(document.get("cycles_per_token").asDouble()).isGreaterThan(851_968.0 * 66 / 64 / 64);
        assertThat(document.get("traffic_overhead").asDouble()).isBetween(1.0, 1.1);
        JsonNode emulated = run("functional");
        assertThat(document.get("tokens")).hasSize(16).isEqualTo(emulated.get("tokens"));
        assertThat(MAPPER.readTree(directory.resolve("rtl.json").toFile()))
                .isEqualTo(MAPPER.readTree(directory.resolve("functional.json").toFile()));
    }
}
