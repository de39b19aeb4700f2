package org.fabricast.cli;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fabricast.compiler.stream.GroupImage;

/**
 * What became of the matrices of a model.
 *
 * @param model    its name
 * @param matrices in the order of use
 */
record QuantizeSummary(String model, List<QuantizeReport> matrices) {

    QuantizeSummary {
        matrices = List.copyOf(matrices);
    }

    /** Writes the members of one matrix. */
    interface Members {
        void write(QuantizeReport of, JsonGenerator out) throws IOException;
    }

    private long weights() {
        return matrices.stream().mapToLong(m -> m.weights().length).sum();
    }

    private double bitsPerWeight() {
        return (double) matrices.stream().mapToLong(m -> GroupImage.bits(m.matrix())).sum() / weights();
    }

    private double squaredError() {
        return matrices.stream().mapToDouble(QuantizeReport::squaredError).sum();
    }

    private double relativeError() {
        return QuantizeReport.relative(squaredError(), matrices.stream().mapToDouble(QuantizeReport::squaredWeights).sum());
    }

    private String format() {
        return matrices.getFirst().matrix().format().text();
    }

    void print(Console console) {
        for (QuantizeReport m : matrices) {
            console.line("%-40s %6d × %-6d %.4f bits, relative error %7.3f %%%s", m.name(), m.matrix().rows(), m.matrix().cols(),
                    GroupImage.bitsPerWeight(m.matrix()), 100 * QuantizeReport.relative(m.squaredError(), m.squaredWeights()),
                    choices(m));
        }
        console.line("%s: %,d weights as %s, %.4f bits with scales and datatypes, relative error %.3f %%", model, weights(), format(),
                bitsPerWeight(), 100 * relativeError());
    }

    private static String choices(QuantizeReport m) {
        StringBuilder text = new StringBuilder();
        if (m.datatypes().size() > 1) {
            m.datatypes().forEach(c -> text.append("  ").append(c.datatype().text()).append(' ').append(c.groups()));
        }
        return text.toString();
    }

    void write(JsonGenerator out, Members members) throws IOException {
        out.writeStartObject();
        out.writeStringField("model", model);
        out.writeStringField("weights", format());
        out.writeNumberField("parameters", weights());
        out.writeNumberField("bits_per_weight", bitsPerWeight());
        out.writeNumberField("mse", squaredError() / weights());
        out.writeNumberField("relative_error", relativeError());
        out.writeArrayFieldStart("matrices");
        for (QuantizeReport matrix : matrices) {
            out.writeStartObject();
            members.write(matrix, out);
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
