package org.fabricast.hls.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabricast.compiler.verify.LintTools;
import org.fabricast.driver.verilator.ToolRun;
import org.fabricast.ir.Campaign;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Latency and slowest stage of the floating-point cells, as {@code docs/numerics.md} has them. */
class CellTimingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The period of 250 MHz. A sum of delays in binary is a little off. */
    private static final double PERIOD_NS = 4.0 + 1e-9;

    @TempDir
    private Path directory;

    /** The row of a cell; group 1 latency, group 2 nanoseconds. */
    private static Matcher row(FpCell cell) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("fabricast.root"), "docs/numerics.md"));
        Matcher row = Pattern.compile("\\| `" + cell.module() + "` \\| (\\d+) \\| ([0-9.]+) ns").matcher(page);
        assertThat(row.find()).as("row of %s", cell.module()).isTrue();
        return row;
    }

    private double measured(FpCell cell) throws IOException {
        Files.writeString(directory.resolve("cell.v"), cell.verilog());
        ToolRun run = ToolRun.of(directory, List.of(LintTools.of(System.getenv()).yosys(), "-q", "-p",
                "read_verilog cell.v; synth_xilinx -family xcup -flatten -noiopad -noclkbuf -top " + cell.module()
                        + "; write_json cell.json"));
        assertThat(run.status()).as(run.output()).isZero();
        return NetlistTiming.slowestStage(JSON.readTree(directory.resolve("cell.json").toFile()).get("modules")
                .get(cell.module()));
    }

    private void mustFitAndBeAsDocumented(FpCell cell) throws IOException {
        assertThat(measured(cell)).as("slowest stage of %s", cell.module()).isLessThanOrEqualTo(PERIOD_NS)
                .isCloseTo(Double.parseDouble(row(cell).group(2)), within(0.051));
    }

    /** Two inputs through a table, a multiplier and the third bit of a carry chain into a register: .5 + .5 + 2.5 + .12 + .2. */
    @Test
    void aPathAddsTheDelaysOfItsCells() throws IOException {
        JsonNode module = JSON.readTree("""
                {"cells": {
                  "t": {"type": "LUT1", "port_directions": {"I0": "input", "O": "output"},
                        "connections": {"I0": [2], "O": [3]}},
                  "m": {"type": "DSP48E2", "port_directions": {"A": "input", "CLK": "input", "P": "output"},
                        "connections": {"A": [3, "0"], "CLK": [1], "P": [4]}},
                  "c": {"type": "CARRY4", "port_directions": {"CI": "input", "S": "input", "O": "output"},
                        "connections": {"CI": ["0"], "S": ["0", 2, 4, 6], "O": [7, 8, 9, 10]}},
                  "r": {"type": "FDRE", "port_directions": {"C": "input", "D": "input", "Q": "output"},
                        "connections": {"C": [1], "D": [9], "Q": [6]}}}}
                """);
        assertThat(NetlistTiming.slowestStage(module)).isCloseTo(3.82, within(1e-9));
        // The bit below does not wait for the product: .5 + .12 + .2.
        ((ArrayNode) module.at("/cells/r/connections/D")).set(0, 8);
        assertThat(NetlistTiming.slowestStage(module)).isCloseTo(0.82, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(FpCell.class)
    void theDocumentedLatencyIsThatOfTheCell(FpCell cell) throws IOException {
        assertThat(row(cell).group(1)).isEqualTo(Integer.toString(cell.latencyCycles()));
    }

    @ParameterizedTest
    @EnumSource(FpCell.class)
    void theDocumentedStageFitsThePeriod(FpCell cell) throws IOException {
        assertThat(Double.parseDouble(row(cell).group(2))).as("slowest stage of %s", cell.module())
                .isLessThanOrEqualTo(PERIOD_NS);
    }

    /** A small cell, and the two that took longest to fit. */
    @ParameterizedTest
    @EnumSource(value = FpCell.class, names = {"FP32_TO_FP16", "FP16_ADD", "FP32_MUL"})
    void theSlowestStageFitsAndIsAsDocumented(FpCell cell) throws IOException {
        mustFitAndBeAsDocumented(cell);
    }

    @ParameterizedTest
    @EnumSource(FpCell.class)
    void theSlowestStageOfEveryCellFitsAndIsAsDocumented(FpCell cell) throws IOException {
        assumeTrue(Campaign.runs("timing of every cell"), "takes a minute: with -Dfabricast.full=true");
        mustFitAndBeAsDocumented(cell);
    }
}
