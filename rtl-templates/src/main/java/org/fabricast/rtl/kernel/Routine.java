package org.fabricast.rtl.kernel;

import java.util.List;

/**
 * A Verilog function.
 *
 * @param range      range of the result with a space after it, empty for one bit
 * @param name       its name
 * @param inputs     range and name of each input
 * @param locals     range and name of each local variable
 * @param statements blocking assignments in order
 */
public record Routine(String range, String name, List<String> inputs, List<String> locals, List<String> statements) {
    public Routine {
        inputs = List.copyOf(inputs);
        locals = List.copyOf(locals);
        statements = List.copyOf(statements);
    }
}
