package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fabricast.compiler.kernel.Synthesis;
import org.fabricast.diag.FabricastException;
import org.fabricast.hls.report.PartFamily;
import org.fabricast.hls.report.Resources;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code #pragma storage} decides what Yosys makes of a memory on UltraScale+. */
class StorageInferenceTest {

    @TempDir
    private Path directory;

    /** A kernel that stores a stream and gives it back. */
    private static KernelHardware keep(String pragma, int indexBits) {
        String index = "[u" + indexBits + "(i)]";
        return KernelHls.generate(KernelCompiler.compile("kernel keep(in stream u32 x, out stream u32 y, u32 n) {\n"
                + pragma + "\nmem u32 m[" + (1 << indexBits) + "];\nfor (i : n) { m" + index + " = read(x); }\n"
                + "for (i : n) { write(y, m" + index + "); }\n}\n", "keep.fk").getFirst(), HlsOptions.lanes(1));
    }

    /** Its cells by type: those that hold the memory, and flip-flops. */
    private Map<String, Integer> cells(String pragma, int indexBits) throws IOException, InterruptedException {
        KernelHardware hardware = keep(pragma, indexBits);
        Files.writeString(directory.resolve("kernel.v"), hardware.verilog());
        Path log = directory.resolve("log");
        int status = new ProcessBuilder("yosys", "-q", "-p", "read_verilog kernel.v; synth_xilinx -family xcup -noiopad -noclkbuf -top "
                + hardware.module() + "; tee -o statistics stat").directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start().waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
        return Pattern.compile("(?m)^\\s+(RAM\\w+|URAM288|FDRE)\\s+(\\d+)\\s*$").matcher(Files.readString(directory.resolve("statistics")))
                .results().collect(Collectors.toMap(m -> m.group(1), m -> Integer.parseInt(m.group(2)), Integer::sum, TreeMap::new));
    }

    /** What the command reports. */
    private Resources reported(String pragma, int indexBits) throws IOException {
        KernelHardware hardware = keep(pragma, indexBits);
        Files.writeString(directory.resolve("kernel.v"), hardware.verilog());
        return Synthesis.of(directory, List.of("kernel.v"), hardware.module(), PartFamily.XCUP, System.getenv()).resources();
    }

    private static int count(Map<String, Integer> cells, String pattern) {
        return cells.entrySet().stream().filter(e -> e.getKey().matches(pattern)).mapToInt(Map.Entry::getValue).sum();
    }

    /** Flip-flops are far fewer than the bits of the memory in every case: state, counters, the words of the queues. */
    private static void mustHold(Map<String, Integer> cells, int ultra, int block18, boolean tables) {
        assertThat(count(cells, "URAM288")).as("%s", cells).isEqualTo(ultra);
        assertThat(2 * count(cells, "RAMB36E2") + count(cells, "RAMB18E2")).as("%s", cells).isEqualTo(block18);
        assertThat(count(cells, "RAM\\d.*") > 0).as("%s", cells).isEqualTo(tables);
        assertThat(count(cells, "FDRE")).as("%s", cells).isBetween(100, 250);
    }

    @Test
    void uramIsOneUltraRamOf4096WordsUpTo72Bits() throws Exception {
        mustHold(cells("#pragma storage uram", 12), 1, 0, false);
    }

    @Test
    void bramIsOneBlockRamOf1024WordsOf32Bits() throws Exception {
        mustHold(cells("#pragma storage bram", 10), 0, 2, false);
    }

    @Test
    void lutramIsLookUpTables() throws Exception {
        mustHold(cells("#pragma storage lutram", 8), 0, 0, true);
    }

    @Test
    void aPragmaHoldsForASmallMemoryToo() throws Exception {
        mustHold(cells("#pragma storage bram", 5), 0, 1, false);
        mustHold(cells("#pragma storage uram", 5), 1, 0, false);
    }

    @Test
    void withoutPragmaTheSizeDecides() throws Exception {
        mustHold(cells("", 5), 0, 0, true);
        // Yosys 0.23 fails here at first; the command asks again without table memories. 4,096 words of 32 bits: four RAMB36E2.
        assertThat(reported("", 12).bram18()).isEqualTo(8);
    }

    @Test
    void lutramOfMoreThan256WordsIsBuiltOrRefusedWithWhatToDo() throws IOException {
        try {
            Resources made = reported("#pragma storage lutram", 10);
            assertThat(made.bram18()).isZero();
            assertThat(made.lut()).as("1,024 words of 32 bits, 64 bits a table").isGreaterThan(512);
        } catch (FabricastException e) {
            assertThat(e).hasMessageContainingAll("error[F7504]", "invalid OPTION_ABITS/WIDTH combination",
                    "choose #pragma storage bram or uram");
        }
    }
}
