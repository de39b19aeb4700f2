package org.fabricast.rtl.kernel;

import java.util.List;
import org.fabricast.rtl.GeneratedHeader;

/**
 * A kernel's module: flow of control over blocks, floating-point units they share, registers, streams.
 *
 * @param header           what the file says first
 * @param name             module name
 * @param ports            ports in order with their separators
 * @param states           constants of the states, 0 is idle
 * @param stateRange       range of the state register
 * @param stepRange        range of the counter within a state
 * @param firstState       state after start
 * @param endState         state in which the outputs drain
 * @param declarations     registers and wires
 * @param routines         functions, callees first
 * @param wires            continuous assignments
 * @param units            floating-point units
 * @param operandDefaults  operands of the units while nothing uses them
 * @param operands         operands of the units by state
 * @param controlReset     what reset clears besides the state
 * @param control          next state by state
 * @param data             registers by state
 * @param inputs           input streams
 * @param outputs          output streams
 * @param computes         true when there is a floating-point unit
 */
public record KernelModule(GeneratedHeader header, String name, List<String> ports, List<String> states, String stateRange,
                           String stepRange, String firstState, String endState, List<String> declarations,
                           List<Routine> routines, List<String> wires, List<FloatUnit> units, List<String> operandDefaults,
                           List<Branch> operands, List<String> controlReset, List<Branch> control, List<Branch> data,
                           List<InputWord> inputs, List<OutputQueue> outputs, boolean computes) {
    public KernelModule {
        ports = List.copyOf(ports);
        states = List.copyOf(states);
        declarations = List.copyOf(declarations);
        routines = List.copyOf(routines);
        wires = List.copyOf(wires);
        units = List.copyOf(units);
        operandDefaults = List.copyOf(operandDefaults);
        operands = List.copyOf(operands);
        controlReset = List.copyOf(controlReset);
        control = List.copyOf(control);
        data = List.copyOf(data);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
