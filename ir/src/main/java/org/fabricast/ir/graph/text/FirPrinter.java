package org.fabricast.ir.graph.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.Node;
import org.fabricast.ir.graph.Op;
import org.fabricast.ir.graph.Tensor;

/**
 * Prints a graph. Constants of up to a chosen number of elements stand in the text as hexadecimal floats, which are
 * exact; larger ones are references into one side file, one after another.
 */
public final class FirPrinter {

    private final Graph graph;
    private final String sideFile;
    private final int inlineElements;
    private final StringBuilder text = new StringBuilder();
    private final List<Tensor> external = new ArrayList<>();
    private long offset;

    private FirPrinter(Graph graph, String sideFile, int inlineElements) {
        this.graph = graph;
        this.sideFile = sideFile;
        this.inlineElements = inlineElements;
    }

    /**
     * A printed graph.
     *
     * @param text     the text
     * @param external the constants that the side file holds as little-endian binary32, in order, without gaps
     */
    public record Printed(String text, List<Tensor> external) {

        public Printed {
            external = List.copyOf(external);
        }
    }

    /** Text with every constant inside. */
    public static String print(Graph graph) {
        return new FirPrinter(graph, "", Integer.MAX_VALUE).run().text();
    }

    /** Text with constants of more than {@code inlineElements} elements in a file named {@code sideFile}. */
    public static Printed print(Graph graph, String sideFile, int inlineElements) {
        return new FirPrinter(graph, sideFile, inlineElements).run();
    }

    private Printed run() {
        line("graph \"" + graph.name() + "\" {");
        line("  vocab = " + graph.vocab());
        line("  context = " + graph.context());
        graph.facts().bos().ifPresent(id -> line("  bos = " + id));
        line("  eos = " + graph.facts().eos());
        line("  tied = " + graph.facts().tied());
        line("");
        graph.constants().forEach(tensor -> line("  " + tensor.ref() + contents(tensor)));
        line("");
        graph.nodes().forEach(node -> line("  " + node(node)));
        line("");
        line("  output %" + graph.output().name());
        line("}");
        return new Printed(text.toString(), external);
    }

    private String contents(Tensor tensor) {
        if (!tensor.hasData()) {
            return "";
        }
        float[] data = tensor.data();
        if (data.length > inlineElements) {
            String reference = " = @\"" + sideFile + "\"+" + offset;
            external.add(tensor);
            offset += 4L * data.length;
            return reference;
        }
        StringBuilder numbers = new StringBuilder(" = [");
        for (int i = 0; i < data.length; i++) {
            numbers.append(i == 0 ? "" : ", ").append(number(data[i]));
        }
        return numbers.append(']').toString();
    }

    private static String number(float value) {
        if (Float.isNaN(value)) {
            return "nan";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return Float.toHexString(value);
    }

    private static String node(Node node) {
        Op op = node.op();
        String operands = Stream.concat(
                        op.inputs().stream().map(value -> "%" + value.name()),
                        op.constants().stream().map(ref -> "$" + ref.name()))
                .collect(Collectors.joining(", ", "(", ")"));
        return node.result() + " = " + OpKind.of(op).text() + operands + AttributePrinter.of(op);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
