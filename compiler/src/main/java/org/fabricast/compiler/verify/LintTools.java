package org.fabricast.compiler.verify;

import java.util.Map;
import org.fabricast.driver.verilator.Toolchain;

/**
 * Commands of the tools that read the Verilog.
 *
 * @param verilator Verilator
 * @param iverilog  Icarus Verilog
 * @param yosys     Yosys
 */
public record LintTools(String verilator, String iverilog, String yosys) {

    /** Environment variable with another Icarus Verilog. */
    public static final String ICARUS_VARIABLE = "FABRICAST_IVERILOG";
    /** Environment variable with another Yosys. */
    public static final String YOSYS_VARIABLE = "FABRICAST_YOSYS";

    public LintTools {
        if (verilator.isBlank() || iverilog.isBlank() || yosys.isBlank()) {
            throw new IllegalArgumentException("a tool without a name");
        }
    }

    /** The tools on {@code PATH}, or those that the environment names instead. */
    public static LintTools of(Map<String, String> environment) {
        return new LintTools(Toolchain.of(environment).verilator(), environment.getOrDefault(ICARUS_VARIABLE, "iverilog"),
                environment.getOrDefault(YOSYS_VARIABLE, "yosys"));
    }
}
