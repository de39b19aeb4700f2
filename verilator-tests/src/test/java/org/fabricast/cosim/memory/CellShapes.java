package org.fabricast.cosim.memory;

import java.util.List;
import java.util.Map;
import org.fabricast.driver.verilator.VerilogSource;

/** Cells with other default parameters, for tools that look at one set of parameters: lint and synthesis. */
final class CellShapes {

    private CellShapes() {
    }

    static List<VerilogSource> withDefaults(List<VerilogSource> sources, Map<String, Long> parameters) {
        return sources.stream().map(source -> {
            String text = source.text();
            for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
                text = text.replaceAll("(parameter integer " + parameter.getKey() + " = )\\d+", "$1" + parameter.getValue());
            }
            return new VerilogSource(source.name(), text);
        }).toList();
    }
}
