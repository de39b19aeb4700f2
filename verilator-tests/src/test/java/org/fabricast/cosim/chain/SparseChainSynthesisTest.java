package org.fabricast.cosim.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.ir.Campaign;
import org.fabricast.rtl.chain.ChainShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Yosys makes of a chain for UltraScale+: the slices stay what they were written as, with their cascades. */
class SparseChainSynthesisTest {

    @TempDir
    private Path directory;

    /** Cells of the flattened netlist. */
    private List<JsonNode> flattened(List<VerilogSource> sources, String top) throws IOException, InterruptedException {
        return cells(synthesise(sources, top, " -flatten"), top);
    }

    /** Modules of the netlist. */
    private JsonNode synthesise(List<VerilogSource> sources, String top, String flatten) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (VerilogSource source : sources) {
            Files.writeString(directory.resolve(source.name()), source.text(), StandardCharsets.UTF_8);
            names.add(source.name());
        }
        Path log = directory.resolve("log");
        int status = new ProcessBuilder("yosys", "-q", "-p", "read_verilog -D FABRICAST_DSP48E2 " + String.join(" ", names)
                + "; synth_xilinx -family xcup -noiopad -widemux 5" + flatten + " -top " + top + "; write_json netlist.json")
                .directory(directory.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(status).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
        return new ObjectMapper().readTree(directory.resolve("netlist.json").toFile()).path("modules");
    }

    /** All cells of a module, those of the modules in it as often as they are there. */
    private static List<JsonNode> cells(JsonNode modules, String top) {
        List<JsonNode> cells = new ArrayList<>();
        modules.path(top).path("cells").forEach(cell -> {
            String type = cell.path("type").asText();
            boolean ours = modules.path(type).path("attributes").path("blackbox").isMissingNode() && modules.has(type);
            cells.addAll(ours ? cells(modules, type) : List.of(cell));
        });
        return cells;
    }

    private static long count(List<JsonNode> cells, String types) {
        return cells.stream().filter(cell -> cell.path("type").asText().matches(types)).count();
    }

    private static List<String> bits(JsonNode cell, String port) {
        List<String> bits = new ArrayList<>();
        cell.path("connections").path(port).forEach(bit -> bits.add(bit.asText()));
        return bits;
    }

    private static void mustCascade(List<JsonNode> cells, int slices) {
        List<JsonNode> found = cells.stream().filter(cell -> cell.path("type").asText().equals("DSP48E2")).toList();
        assertThat(found).hasSize(slices);
        Map<List<String>, JsonNode> byOutput = found.stream().collect(Collectors.toMap(cell -> bits(cell, "PCOUT"), cell -> cell));
        // From the first slice on each feeds exactly one, and nothing else hangs on a cascade.
        Map<String, Integer> users = new HashMap<>();
        cells.forEach(cell -> cell.path("connections").forEach(port -> port.forEach(bit -> users.merge(bit.asText(), 1, Integer::sum))));
        List<JsonNode> heads = found.stream().filter(cell -> !byOutput.containsKey(bits(cell, "PCIN"))).toList();
        assertThat(heads).hasSize(1);
        assertThat(bits(heads.getFirst(), "PCIN")).hasSize(48).containsOnly("0");
        int cascades = 0;
        for (JsonNode cell : found) {
            JsonNode before = byOutput.get(bits(cell, "PCIN"));
            if (before != null) {
                cascades++;
                assertThat(bits(before, "PCOUT")).allSatisfy(bit -> assertThat(users).containsEntry(bit, 2));
            }
        }
        assertThat(cascades).isEqualTo(slices - 1);
    }

    @Test
    void aChainOfSixteenIsSixteenSlicesInOneCascade() throws Exception {
        List<JsonNode> cells = flattened(ChainSources.chain(new ChainShape(8, 1)), "sparse_chain");
        mustCascade(cells, 16);
        // 1,449 with Yosys 0.23: 64 of the two sparse multiplexers, 24 of operand selection and 2 more for each slice.
        assertThat(count(cells, "LUT.|INV|SRL.*")).isCloseTo(1449L, Percentage.withPercentage(10));
        assertThat(count(cells, "FDRE")).isCloseTo(355L, Percentage.withPercentage(10));
    }

    @Test
    void aChainOfEightIsEightSlicesInOneCascade() throws Exception {
        assumeTrue(Campaign.runs("synthesis of long sparse chains"), "takes a quarter of a minute: with -Dfabricast.full=true");
        mustCascade(flattened(ChainSources.chain(new ChainShape(4, 1)), "sparse_chain"), 8);
    }

    /** The array of 256 products per cycle, module by module. */
    @Test
    void eightChainsOfSixteenTakeTheResourcesOfTheManual() throws Exception {
        assumeTrue(Campaign.runs("synthesis of long sparse chains"), "takes a minute: with -Dfabricast.full=true");
        JsonNode modules = synthesise(ChainSources.array(new ChainShape(8, 8)), "sparse_array", "");
        List<JsonNode> cells = cells(modules, "sparse_array");
        assertThat(count(cells, "DSP48E2")).isEqualTo(128);
        assertThat(count(cells, "SRL.*")).isCloseTo(3482L, Percentage.withPercentage(10));
        assertThat(count(cells, "LUT.|INV|SRL.*")).isCloseTo(18667L, Percentage.withPercentage(10));
        assertThat(count(cells, "FD.E")).isCloseTo(7132L, Percentage.withPercentage(10));
        assertThat(count(cells(modules, "sparse_chain"), "LUT.|INV|SRL.*")).isCloseTo(1449L, Percentage.withPercentage(10));
    }

    @Test
    void aSparseMultiplexerTakesFourTablesPerBit() throws Exception {
        assumeTrue(Campaign.runs("synthesis of a sparse multiplexer alone"), "in the chain it is there too: with -Dfabricast.full=true");
        List<JsonNode> cells = flattened(ChainSources.chain(new ChainShape(4, 1)), "sparse_mux");
        assertThat(count(cells, "LUT.")).isLessThanOrEqualTo(40);
        assertThat(count(cells, "DSP48E2")).isZero();
    }
}
