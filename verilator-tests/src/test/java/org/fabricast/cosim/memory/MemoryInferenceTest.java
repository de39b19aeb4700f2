package org.fabricast.cosim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabricast.cosim.RtlSources;
import org.fabricast.driver.verilator.VerilogSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memories become block RAM on UltraScale+, not flip-flops. */
class MemoryInferenceTest {

    @TempDir
    private Path directory;

    /** Cells of the synthesised design by type. */
    private String statistics(String top, Map<String, Long> parameters) throws IOException, InterruptedException {
        VerilogSource source = CellShapes.withDefaults(RtlSources.cells(top), parameters).getFirst();
        Files.writeString(directory.resolve(source.name()), source.text(), StandardCharsets.UTF_8);
        Path log = directory.resolve("log");
        int status = new ProcessBuilder("yosys", "-q", "-p", "read_verilog " + source.name()
                + "; synth_xilinx -family xcup -top " + top + "; tee -o statistics stat").directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(status).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
        return Files.readString(directory.resolve("statistics"), StandardCharsets.UTF_8);
    }

    private static int count(String statistics, String cell) {
        Matcher matcher = Pattern.compile("(?m)^\\s+" + cell + "\\s+(\\d+)\\s*$").matcher(statistics);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Test
    void theVectorBufferTakesOneBlockRamPerLaneAndPort() throws Exception {
        String found = statistics("vector_buffer", Map.of("LANES", 4L, "ELEMENT_BITS", 16L, "ADDRESS_BITS", 10L));
        // 1,024 elements of 16 bits fill a RAMB18E2; 4 lanes, 3 ports. Flip-flops: 192 of data and one valid per port.
        assertThat(count(found, "RAMB18E2")).as(found).isEqualTo(12);
        assertThat(count(found, "FDRE")).as(found).isEqualTo(195);
    }

    @Test
    void theRingTakesBlockRamAndItsReadRegisters() throws Exception {
        String found = statistics("ring_buffer", Map.of("BEAT_BITS", 128L, "WORD_BEATS_LOG2", 2L, "WORDS_LOG2", 9L));
        // 512 words of 512 bits: 72 bits per RAMB36E2, two for each bank of 128. The output is the RAMs' own register.
        assertThat(count(found, "RAMB36E2")).as(found).isEqualTo(8);
        assertThat(count(found, "FDRE")).as(found).isLessThan(64);
    }
}
