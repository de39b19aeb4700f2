package org.fabricast.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fabricast.compiler.quantise.group.GroupFormat;
import org.fabricast.compiler.quantise.group.GroupQuantiser;
import org.fabricast.compiler.quantise.group.GroupScales;
import org.fabricast.compiler.quantise.group.GroupedMatrix;
import org.fabricast.compiler.stream.GroupImage;
import org.fabricast.ir.datatype.Datatype;

/**
 * What became of one matrix.
 *
 * @param name      of the matrix
 * @param weights   before
 * @param result    after
 * @param datatypes of the format, and what each did
 */
record QuantizeReport(String name, float[] weights, GroupQuantiser.Result result, List<Choice> datatypes) {

    /**
     * A datatype of a format.
     *
     * @param datatype          which
     * @param groups            that have it
     * @param squaredError      Σ (weight − dequantised)² of these groups
     * @param aloneSquaredError the same of the whole matrix if all groups had it
     */
    record Choice(Datatype datatype, int groups, double squaredError, double aloneSquaredError) { }

    static QuantizeReport of(GroupQuantiser quantiser, String name, float[] weights, int rows, int cols) {
        GroupQuantiser.Result result = quantiser.quantise(name, weights, rows, cols);
        GroupedMatrix matrix = result.matrix();
        float[] stored = matrix.dequantised();
        List<Datatype> candidates = matrix.format().candidates();
        double[] errors = new double[candidates.size()];
        int[] groups = new int[candidates.size()];
        for (int i = 0; i < weights.length; i++) {
            double difference = (double) weights[i] - stored[i];
            errors[matrix.choices()[matrix.groupOf(i)]] += difference * difference;
        }
        for (byte choice : matrix.choices()) {
            groups[choice]++;
        }
        List<Choice> choices = new ArrayList<>();
        for (int c = 0; c < errors.length; c++) {
            double alone = errors.length == 1 ? errors[c]
                    : quantiser.withOnly(c).quantise(name, weights, rows, cols).matrix().meanSquaredError(weights) * weights.length;
            choices.add(new Choice(candidates.get(c), groups[c], errors[c], alone));
        }
        return new QuantizeReport(name, weights, result, List.copyOf(choices));
    }

    GroupedMatrix matrix() {
        return result.matrix();
    }

    double squaredError() {
        return datatypes.stream().mapToDouble(Choice::squaredError).sum();
    }

    double squaredWeights() {
        double sum = 0;
        for (float weight : weights) {
            sum += (double) weight * weight;
        }
        return sum;
    }

    /** ‖weights − dequantised‖ / ‖weights‖, 0 for zeros. */
    static double relative(double squaredError, double squaredWeights) {
        return squaredWeights == 0 ? 0 : Math.sqrt(squaredError / squaredWeights);
    }

    void print(Console console) {
        GroupedMatrix matrix = matrix();
        console.line("matrix        %s, %d × %d in groups of %d", name, matrix.rows(), matrix.cols(), matrix.group());
        console.line("weights       %s, %.4f bits with scales and datatypes", matrix.format().text(), GroupImage.bitsPerWeight(matrix));
        console.line("mean squared error %.9g, relative error %.3f %%", squaredError() / weights.length,
                100 * relative(squaredError(), squaredWeights()));
        for (Choice choice : datatypes) {
            console.line("%-12s  %d groups; mean squared error %.9g if all groups had it", choice.datatype.text(), choice.groups,
                    choice.aloneSquaredError / weights.length);
        }
    }

    /** The whole document. */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeMembers(out);
        out.writeEndObject();
    }

    /** Members that do not grow with the matrix. */
    void writeFacts(JsonGenerator out) throws IOException {
        GroupedMatrix matrix = matrix();
        out.writeStringField("name", name);
        out.writeNumberField("rows", matrix.rows());
        out.writeNumberField("cols", matrix.cols());
        out.writeNumberField("group", matrix.group());
        out.writeStringField("weights", matrix.format().text());
        out.writeStringField("scales", matrix.scales() instanceof GroupScales.TwoLevel ? "int8" : "float");
        out.writeNumberField("bits_per_weight", GroupImage.bitsPerWeight(matrix));
        out.writeNumberField("mse", squaredError() / weights.length);
        out.writeNumberField("relative_error", relative(squaredError(), squaredWeights()));
        out.writeArrayFieldStart("datatypes");
        for (Choice choice : datatypes) {
            out.writeStartObject();
            out.writeStringField("name", choice.datatype.text());
            out.writeNumberField("groups", choice.groups);
            out.writeNumberField("squared_error", choice.squaredError);
            out.writeNumberField("mse_alone", choice.aloneSquaredError / weights.length);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** All members. */
    void writeMembers(JsonGenerator out) throws IOException {
        writeFacts(out);
        GroupedMatrix matrix = matrix();
        GroupFormat format = matrix.format();
        int groups = matrix.groups();
        writeNumbers(out, "scale", groups, i -> result.scales()[i]);
        writeRows(out, "datatype", groups, i -> out.writeString(format.candidates().get(matrix.choices()[i]).text()));
        if (matrix.scales() instanceof GroupScales.TwoLevel two) {
            writeNumbers(out, "q_scale", groups, two::code);
            out.writeArrayFieldStart("scale_channel");
            for (float scale : two.rows()) {
                out.writeNumber(scale);
            }
            out.writeEndArray();
        }
        if (format.affine()) {
            writeNumbers(out, "zero_point", groups, matrix::zeroPoint);
        }
        float[] stored = matrix.dequantised();
        writeRows(out, "levels", matrix.cols(), i -> out.writeNumber(matrix.level(i)));
        writeRows(out, "dequantised", matrix.cols(), i -> out.writeNumber(stored[i]));
    }

    /** Writes one value. */
    private interface Value {
        void write(int at) throws IOException;
    }

    private void writeNumbers(JsonGenerator out, String key, int perRow, IntToDoubleFunction value) throws IOException {
        writeRows(out, key, perRow, i -> {
            double number = value.applyAsDouble(i);
            if (number == Math.rint(number) && Math.abs(number) < 1 << 24) {
                out.writeNumber((int) number);
            } else {
                out.writeNumber((float) number);
            }
        });
    }

    private void writeRows(JsonGenerator out, String key, int perRow, Value value) throws IOException {
        out.writeArrayFieldStart(key);
        for (int row = 0; row < matrix().rows(); row++) {
            out.writeStartArray();
            for (int i = row * perRow; i < (row + 1) * perRow; i++) {
                value.write(i);
            }
            out.writeEndArray();
        }
        out.writeEndArray();
    }
}
