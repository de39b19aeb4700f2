package org.fabricast.rtl;

import java.util.List;

/**
 * The floating-point cells: name of the Verilog module and latency in cycles, written down once for scheduler, generators
 * and tests.
 *
 * <p>Ports: {@code clk, en, a, [b, [c,]] z}. One result per cycle; a result leaves {@link #latencyCycles()} enabled cycles
 * after its operands entered. Rounding: to nearest even; subnormals are kept; NaN results are canonical.
 */
public enum FpCell {
    /** {@code z = a + b} in binary32. */
    FP32_ADD("fp32_add", 4, 32, 2, 32),
    /** {@code z = a * b} in binary32. */
    FP32_MUL("fp32_mul", 3, 32, 2, 32),
    /** {@code z = a * b + c} in binary32, rounded once. */
    FP32_FMA("fp32_fma", 7, 32, 3, 32),
    /** {@code z = (binary32) a}, a signed. */
    FP32_FROM_I32("fp32_from_i32", 2, 32, 1, 32),
    /** {@code z = (signed 32) a}, to nearest even, saturating, NaN gives 0. */
    FP32_TO_I32("fp32_to_i32", 2, 32, 1, 32),
    /** {@code z = (binary32) a}, exact. */
    FP16_TO_FP32("fp16_to_fp32", 1, 16, 1, 32),
    /** {@code z = (binary16) a}. */
    FP32_TO_FP16("fp32_to_fp16", 2, 32, 1, 16),
    /** {@code z = (binary32) a}, a bfloat16, exact. */
    BF16_TO_FP32("bf16_to_fp32", 1, 16, 1, 32),
    /** {@code z = (bfloat16) a}. */
    FP32_TO_BF16("fp32_to_bf16", 1, 32, 1, 16),
    /** {@code z = a + b} in binary16. */
    FP16_ADD("fp16_add", 3, 16, 2, 16),
    /** {@code z = a * b} in binary16. */
    FP16_MUL("fp16_mul", 3, 16, 2, 16);

    private final String module;
    private final int latencyCycles;
    private final int operandBits;
    private final int operands;
    private final int resultBits;

    FpCell(String module, int latencyCycles, int operandBits, int operands, int resultBits) {
        this.module = module;
        this.latencyCycles = latencyCycles;
        this.operandBits = operandBits;
        this.operands = operands;
        this.resultBits = resultBits;
    }

    /** Name of the Verilog module; its file is {@code <module>.v}. */
    public String module() {
        return module;
    }

    /** Enabled cycles from operands to result. */
    public int latencyCycles() {
        return latencyCycles;
    }

    /** Bits of each operand. */
    public int operandBits() {
        return operandBits;
    }

    /** Number of operands. */
    public int operands() {
        return operands;
    }

    /** Names of the operand ports: {@code a}, {@code a} and {@code b}, or {@code a}, {@code b} and {@code c}. */
    public List<String> operandPorts() {
        return List.of("a", "b", "c").subList(0, operands);
    }

    /** Bits of the result. */
    public int resultBits() {
        return resultBits;
    }

    /** Verilog text of the cell. */
    public String verilog() {
        return CellLibrary.verilog(module);
    }
}
