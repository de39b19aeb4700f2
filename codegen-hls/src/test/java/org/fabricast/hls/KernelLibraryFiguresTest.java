package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.junit.jupiter.api.Test;

/**
 * Intervals and cycles of the kernels of the library, and their table in docs/kernel-library.md
 * ({@code -Dfabricast.regenerate=true} writes it anew).
 */
class KernelLibraryFiguresTest {

    private static final String BEGIN = "<!-- generated: figures -->\n";
    private static final String END = "<!-- end -->";

    private static long argument(String name) {
        return switch (name) {
            case "n" -> 1024;
            case "pairs" -> 512;
            case "group" -> 64;
            case "groups" -> 16;
            case "k" -> 8;
            default -> 0x3f800000L;
        };
    }

    private static KernelHardware hardware(Kernel kernel, int lanes) {
        return KernelHls.generate(kernel, HlsOptions.lanes(lanes));
    }

    private static long cycles(KernelHardware h) {
        return h.predictedCycles(h.kernel().args().stream().mapToLong(a -> argument(a.name())).toArray()).orElseThrow();
    }

    private static String table() {
        StringBuilder text = new StringBuilder("| kernel | cycles, 1 lane | cycles, 4 lanes | register bits, 4 lanes | cells, 4 lanes |\n"
                + "|---|---|---|---|---|\n");
        for (Kernel kernel : KernelLibrary.all()) {
            KernelHardware four = hardware(kernel, 4);
            String units = four.units().entrySet().stream().sorted(java.util.Map.Entry.comparingByKey())
                    .map(e -> e.getValue() + " " + e.getKey().module()).collect(Collectors.joining(", "));
            text.append(String.format("| `%s` | %,d | %,d | %,d | %s |%n", kernel.name(), cycles(hardware(kernel, 1)), cycles(four),
                    four.registerBits(), units.isEmpty() ? "none" : units));
        }
        return text.toString();
    }

    @Test
    void everyLoopOverElementsTakesAWordPerCycle() {
        for (Kernel kernel : KernelLibrary.all()) {
            assertThat(hardware(kernel, 4).blocks()).filteredOn(b -> b.form() == ScheduledBlock.Form.PIPELINE)
                    .as("pipelined loops of %s", kernel.name()).isNotEmpty()
                    .allSatisfy(b -> assertThat(b.interval()).isEqualTo(1));
            if (kernel.args().stream().noneMatch(a -> a.name().equals("groups"))) {
                assertThat(hardware(kernel, 4).blocks()).as("loops of %s that do not overlap", kernel.name())
                        .noneMatch(b -> b.form() == ScheduledBlock.Form.LATCH);
            }
        }
    }

    @Test
    void thePageShowsWhatTheGeneratorMakes() throws IOException {
        Path page = Path.of(System.getProperty("fabricast.root")).resolve("docs/kernel-library.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String wanted = text.substring(0, begin) + table() + text.substring(text.indexOf(END));
        if (Boolean.getBoolean("fabricast.regenerate")) {
            Files.writeString(page, wanted);
        }
        assertThat(Files.readString(page)).isEqualTo(wanted);
    }
}
