package org.fabricast.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabricast.gen.AcceleratorGenerator;
import org.fabricast.gen.GeneratedRtl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DSP slices of the core of {@code u280}: those of each module by Yosys without flattening, times its instances in the Verilog of the
 * whole core. Modules without a product are not synthesised: they have no slice.
 */
@Tag("long")
class CoreSynthesisTest {

    private static final Pattern MULTIPLIES = Pattern.compile("(?m)^(?!\\s*(?://|localparam|parameter)).*[\\w)\\]}] \\* [\\w({]");

    @TempDir
    private Path directory;

    private static GeneratedRtl rtl;
    private static SortedMap<String, Integer> instances;

    @BeforeAll
    static void generate() {
        rtl = AcceleratorGenerator.generate(Boards.find("u280").machine().orElseThrow().config().withCores(1));
        instances = new TreeMap<>();
        count(rtl.top(), 1);
    }

    /** Every instance of a module below {@code module}, itself included. */
    private static void count(String module, int times) {
        instances.merge(module, times, Integer::sum);
        Map<String, Integer> children = new HashMap<>();
        Matcher matcher = Pattern.compile("(?m)^ *(\\w+) (?:#\\(|u_\\w+ *\\()").matcher(rtl.files().get(module + ".v"));
        while (matcher.find()) {
            if (rtl.files().containsKey(matcher.group(1) + ".v")) {
                children.merge(matcher.group(1), 1, Integer::sum);
            }
        }
        children.forEach((child, n) -> count(child, times * n));
    }

    private long slices(String module) throws IOException, InterruptedException {
        for (Map.Entry<String, String> file : rtl.files().entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
        }
        Path log = directory.resolve("log");
        String kernel = module.startsWith("kernel_") ? " fp*.v delay_line.v" : "";
        String children = module.equals("sequencer") ? " instruction_decoder.v sequencer_alu.v register_file.v loop_stack.v token_counters.v" : kernel;
        String synthesis = "synth_xilinx -family xcup -top " + module + " -run ";
        int status = new ProcessBuilder("sh", "-c", "nice -n 15 yosys -q -D FABRICAST_DSP48E2 -p 'read_verilog " + module + ".v" + children + "; "
                + synthesis + "begin:prepare; " + (kernel.isEmpty() ? "" : "blackbox fp* delay_line; ") + synthesis
                + "prepare:coarse; tee -o statistics.json stat -json'").directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start().waitFor();
        assertThat(status).as(module + ": " + Files.readString(log, StandardCharsets.UTF_8)).isZero();
        JsonNode cells = new ObjectMapper().readTree(directory.resolve("statistics.json").toFile()).path("modules").path("\\" + module)
                .path("num_cells_by_type");
        return cells.path("DSP48E2").asLong() + 2 * cells.path("fp32_mul").asLong();
    }

    private static CoreEstimate.Part part(String name) {
        return CoreEstimate.of(Boards.find("u280").machine().orElseThrow().config()).parts().stream()
                .filter(part -> part.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void theArrayHasTheSlicesOfItsInstances() throws Exception {
        assertThat(slices("dsp_slice")).isEqualTo(1);
        assertThat(instances.get("dsp_slice")).isEqualTo(part("dsp_slice").instances());
    }

    @Test
    void aLaneOfTheRescalingHasTwoProductsOfTwoSlices() throws Exception {
        assertThat(slices("fp32_mul")).isEqualTo(2);
        assertThat(instances.get("rescale_lane")).isEqualTo(part("rescale_lane").instances());
        assertThat(part("rescale_lane").each().dsp()).isEqualTo(4);
    }

    /** Beside kernels only SYS.MUL has a product: those of the engine's sequencer are too small for a slice. */
    @Test
    void theOnlyOtherProductIsThatOfTheSequencer() throws Exception {
        List<String> others = rtl.files().keySet().stream().map(file -> file.replace(".v", ""))
                .filter(module -> !module.startsWith("kernel_") && !List.of("dsp_slice", "dsp48e2_twin", "fp32_mul").contains(module))
                .filter(module -> MULTIPLIES.matcher(rtl.files().get(module + ".v").replaceAll("\\[[^\\]]*\\]", "")).find()).toList();
        assertThat(others).containsExactlyInAnyOrder("engine_load", "engine_sequencer", "sequencer");
        assertThat(slices("sequencer")).isEqualTo(part("sequencer").all().dsp());
        assertThat(slices("engine_sequencer")).isZero();
        assertThat(rtl.files().get("engine_load.v")).as("a product with 2 is a shift").contains("PASSES = 4'd2;");
    }

    @Test
    void theTableNamesEveryKernelOfTheCoreAndSaysOfTheCountedOnesWhatYosysSays() throws Exception {
        List<String> kernels = instances.keySet().stream().filter(module -> module.startsWith("kernel_")).toList();
        assertThat(kernels).allSatisfy(kernel -> assertThat(instances).containsEntry(kernel, 1));
        assertThat(CoreEstimate.of(Boards.find("u280").machine().orElseThrow().config()).parts().stream().map(CoreEstimate.Part::name)
                .filter(name -> name.startsWith("kernel_"))).containsExactlyInAnyOrderElementsOf(kernels);
        assumeTrue(Boolean.getBoolean("fabricast.full"), "Yosys on every kernel of a core takes long: with -Dfabricast.full=true");
        for (String kernel : kernels) {
            if (part(kernel).counted()) {
                assertThat(slices(kernel)).as(kernel).isEqualTo(part(kernel).each().dsp());
            }
        }
    }
}
