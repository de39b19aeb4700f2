package org.fabricast.hls.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.fabricast.compiler.kernel.Synthesis;
import org.fabricast.ir.Campaign;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measured figures of the cells, measured again. {@code -Dfabricast.regenerate=true} writes them anew. */
class CellResourcesTest {

    @TempDir
    private Path directory;

    private Synthesis synthesise(FpCell cell, PartFamily family) throws IOException {
        Files.writeString(directory.resolve(cell.module() + ".v"), cell.verilog());
        return Synthesis.of(directory, List.of(cell.module() + ".v"), cell.module(), family, System.getenv());
    }

    private void mustBeAsStored(FpCell cell, PartFamily family) throws IOException {
        Resources found = synthesise(cell, family).resources();
        Resources stored = CellResources.of(cell, family).orElseThrow();
        // Another version of Yosys may place a gate elsewhere.
        assertThat(found.lut()).as("%s, LUT", cell.module()).isCloseTo(stored.lut(), Percentage.withPercentage(10));
        assertThat(found.ff()).as("%s, FF", cell.module()).isCloseTo(stored.ff(), Percentage.withPercentage(10));
        assertThat(found.dsp()).as("%s, DSP", cell.module()).isEqualTo(stored.dsp());
    }

    @ParameterizedTest
    @EnumSource(FpCell.class)
    void everyCellHasFiguresForEveryFamily(FpCell cell) {
        for (PartFamily family : PartFamily.values()) {
            assertThat(CellResources.of(cell, family)).as("%s for %s", cell, family).isPresent();
        }
    }

    @Test
    void theFiguresOfTheSmallestCellAreWhatYosysSays() throws IOException {
        mustBeAsStored(FpCell.FP16_TO_FP32, PartFamily.XCUP);
    }

    @ParameterizedTest
    @EnumSource(FpCell.class)
    void theFiguresOfEveryCellAreWhatYosysSays(FpCell cell) throws IOException {
        assumeTrue(Campaign.runs("resources of every cell for both families"), "takes two minutes: with -Dfabricast.full=true");
        for (PartFamily family : PartFamily.values()) {
            mustBeAsStored(cell, family);
        }
    }

    @Test
    void writesTheFiguresWhenAsked() throws IOException {
        assumeTrue(Boolean.getBoolean("fabricast.regenerate"), "with -Dfabricast.regenerate=true");
        ObjectNode table = new ObjectMapper().createObjectNode();
        String version = "";
        for (PartFamily family : PartFamily.values()) {
            ObjectNode cells = new ObjectMapper().createObjectNode();
            for (FpCell cell : FpCell.values()) {
                Synthesis made = synthesise(cell, family);
                version = made.version().replaceFirst(" \\(.*", "");
                cells.putObject(cell.module()).put("lut", made.resources().lut()).put("ff", made.resources().ff())
                        .put("dsp", made.resources().dsp());
            }
            table.set(family.yosys(), cells);
        }
        table.put("source", version + ", synth_xilinx of each cell alone");
        Path file = Path.of(System.getProperty("fabricast.root"),
                "codegen-hls/src/main/resources/org/fabricast/hls/report", CellResources.FILE);
        Files.writeString(file, table.toPrettyString() + "\n");
        assertThat(file).isNotEmptyFile();
    }
}
