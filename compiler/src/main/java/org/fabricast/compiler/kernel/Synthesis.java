package org.fabricast.compiler.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fabricast.compiler.verify.LintTools;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.verilator.ToolRun;
import org.fabricast.hls.report.PartFamily;
import org.fabricast.hls.report.Resources;

/**
 * What Yosys synthesises.
 *
 * @param version   what Yosys says it is
 * @param resources what the design takes, without pads and clock buffers
 */
public record Synthesis(String version, Resources resources) {

    private static final String PRODUCT = "statistics.json";
    private static final String WITHOUT = "Add --no-synthesis to do without these figures.";
    /**
     * What Yosys 0.23 ends with after it chose, for a memory of more than 256 words with one address, a table memory of UltraScale
     * for which it has no primitive. Without table memories it takes block RAM, unless the source insists.
     */
    private static final String NO_PRIMITIVE = "invalid OPTION_ABITS/WIDTH combination";
    private static final String OTHER_STORAGE = "This Yosys cannot build a table memory of more than 256 words for UltraScale+: "
            + "choose #pragma storage bram or uram. ";
    /** Look-up tables of a slice that a memory primitive takes. */
    private static final Map<String, Integer> MEMORY_LUTS = Map.ofEntries(Map.entry("RAM32X1S", 1), Map.entry("RAM64X1S", 1),
            Map.entry("RAM128X1S", 2), Map.entry("RAM256X1S", 4), Map.entry("RAM512X1S", 8), Map.entry("RAM32X1D", 2),
            Map.entry("RAM64X1D", 2), Map.entry("RAM128X1D", 4), Map.entry("RAM256X1D", 8), Map.entry("RAM32M", 4),
            Map.entry("RAM64M", 4), Map.entry("RAM32M16", 8), Map.entry("RAM64M8", 8), Map.entry("SRL16E", 1),
            Map.entry("SRLC32E", 1));

    /**
     * Synthesises a design.
     *
     * @param directory scratch directory; files are relative to it
     * @param files     Verilog files
     * @throws FabricastException F7001 no Yosys; F7504 it fails; F7503 it leaves no statistics
     */
    public static Synthesis of(Path directory, List<String> files, String top, PartFamily family, Map<String, String> environment) {
        String yosys = LintTools.of(environment).yosys();
        String version = ToolRun.of(directory, List.of(yosys, "-V")).output().strip();
        ToolRun run = run(directory, yosys, files, top, family, "");
        if (run.status() != 0 && run.output().contains(NO_PRIMITIVE)) {
            run = run(directory, yosys, files, top, family, " -nolutram");
        }
        if (run.status() != 0) {
            throw new FabricastException(ErrorCode.F7504, yosys, "exit status 0", "exit status " + run.status() + ": "
                    + run.firstError(), (run.output().contains(NO_PRIMITIVE) ? OTHER_STORAGE : "") + WITHOUT);
        }
        Path product = directory.resolve(PRODUCT);
        if (!Files.isRegularFile(product)) {
            throw new FabricastException(ErrorCode.F7503, yosys, "the file " + PRODUCT, "exit status 0 but no such file", WITHOUT);
        }
        try {
            return new Synthesis(version, resources(Files.readString(product), top));
        } catch (JsonProcessingException e) {
            throw new FabricastException(ErrorCode.F7504, yosys, "statistics as JSON", String.valueOf(e.getOriginalMessage()), WITHOUT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + product, e);
        }
    }

    private static ToolRun run(Path directory, String yosys, List<String> files, String top, PartFamily family, String option) {
        // Files are arguments, read before the script: a name cannot become a command.
        List<String> command = new ArrayList<>(List.of(yosys, "-q", "-p", "synth_xilinx -family " + family.yosys()
                + " -noiopad -noclkbuf" + option + " -top " + top + "; tee -o " + PRODUCT + " stat -json"));
        files.forEach(file -> command.add("./" + file));
        return ToolRun.of(directory, command);
    }

    /** Counts cells: inverters go into look-up tables, carry chains and wide multiplexers stand beside them. */
    static Resources resources(String statistics, String top) throws JsonProcessingException {
        JsonNode document = new ObjectMapper().readTree(statistics.substring(Math.max(0, statistics.indexOf('{'))));
        JsonNode cells = document.has("design") ? document.at("/design/num_cells_by_type")
                : document.get("modules").get("\\" + top).get("num_cells_by_type");
        Resources sum = Resources.NONE;
        for (Map.Entry<String, JsonNode> cell : cells.properties()) {
            sum = sum.plus(primitive(cell.getKey()).times(cell.getValue().asInt()));
        }
        return sum;
    }

    private static Resources primitive(String name) {
        if (name.matches("LUT[1-6]")) {
            return new Resources(1, 0, 0, 0, 0);
        }
        if (MEMORY_LUTS.containsKey(name)) {
            return new Resources(MEMORY_LUTS.get(name), 0, 0, 0, 0);
        }
        return switch (name) {
            case "FDRE", "FDSE", "FDCE", "FDPE" -> new Resources(0, 1, 0, 0, 0);
            case "DSP48E1", "DSP48E2" -> new Resources(0, 0, 1, 0, 0);
            case "RAMB18E1", "RAMB18E2" -> new Resources(0, 0, 0, 1, 0);
            case "RAMB36E1", "RAMB36E2" -> new Resources(0, 0, 0, 2, 0);
            case "URAM288" -> new Resources(0, 0, 0, 0, 1);
            default -> Resources.NONE;
        };
    }
}
