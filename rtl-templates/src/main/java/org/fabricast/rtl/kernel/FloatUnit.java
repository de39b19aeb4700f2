package org.fabricast.rtl.kernel;

import java.util.List;

/**
 * Instance of a floating-point cell.
 *
 * @param module   name of the cell
 * @param name     name of the instance without its prefix
 * @param operands its operand ports, see {@link org.fabricast.rtl.FpCell#operandPorts()}
 */
public record FloatUnit(String module, String name, List<String> operands) {
    public FloatUnit {
        operands = List.copyOf(operands);
    }
}
