package org.fabricast.hls.testbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;

/**
 * What an author says about the values a kernel is to be tested with.
 *
 * <p>In a source: comment lines {@code // vectors: n = 1..512; groups = (n + group - 1) / group; x = -8..8}.
 *
 * @param draws by name of a scalar argument or an input stream
 */
public record VectorHints(Map<String, Draw> draws) {

    /** Nothing said. */
    public static final VectorHints NONE = new VectorHints(Map.of());

    private static final Pattern LINE = Pattern.compile("^\\s*//\\s*vectors:(.*)$");

    public VectorHints {
        draws = Map.copyOf(draws);
    }

    /**
     * The hints in a source text.
     *
     * @param known names that some kernel of the file has
     * @throws FabricastException F3110 for each hint that cannot be understood
     */
    public static VectorHints in(String source, String fileName, List<Kernel> known) {
        Map<String, Draw> draws = new LinkedHashMap<>();
        List<Diagnostic> findings = new ArrayList<>();
        int number = 0;
        for (String line : source.split("\n", -1)) {
            number++;
            Matcher matcher = LINE.matcher(line.replace("\r", ""));
            if (matcher.matches()) {
                for (String item : matcher.group(1).split(";")) {
                    try {
                        put(draws, item, known);
                    } catch (IllegalArgumentException e) {
                        findings.add(new Diagnostic(ErrorCode.F3110, fileName + ":" + number,
                                "vectors: name = values; …", e.getMessage(), ""));
                    }
                }
            }
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return new VectorHints(draws);
    }

    /**
     * These hints with one more that takes precedence.
     *
     * @param hint {@code name=values}
     * @throws IllegalArgumentException with a message for the author if it cannot be understood
     */
    public VectorHints with(String hint, Kernel kernel) {
        Map<String, Draw> more = new LinkedHashMap<>(draws);
        put(more, hint, List.of(kernel));
        return new VectorHints(more);
    }

    /** Whether the ends that need no other value are numbers of an integer type; floats round what they are given. */
    private static boolean holds(ScalarType type, Draw draw) {
        if (type.isFloat()) {
            return true;
        }
        boolean signed = type.kind() == ScalarType.Kind.SIGNED;
        double low = signed ? -Math.scalb(1.0, type.bits() - 1) : 0;
        double above = Math.scalb(1.0, signed ? type.bits() - 1 : type.bits());
        return draw.choices().stream().flatMap(c -> Stream.concat(Stream.of(c.low()), c.high().stream()))
                .filter(f -> f.names().isEmpty()).mapToDouble(f -> f.value(Map.of(), true)).allMatch(v -> v >= low && v < above);
    }

    private static void put(Map<String, Draw> draws, String item, List<Kernel> kernels) {
        int equals = item.indexOf('=');
        String name = equals < 0 ? "" : item.substring(0, equals).strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("\"" + item.strip() + "\"");
        }
        List<String> names = kernels.stream().flatMap(k -> Stream.concat(
                k.args().stream().map(Kernel.Scalar::name), k.inputs().stream().map(Kernel.Stream::name))).distinct().toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException(name + ", which is none of the arguments and input streams "
                    + String.join(", ", names));
        }
        Draw draw = Draw.parse(item.substring(equals + 1));
        for (String needed : draw.names()) {
            boolean argument = needed.equals("lanes") || kernels.stream()
                    .anyMatch(k -> k.args().stream().anyMatch(a -> a.name().equals(needed)));
            if (!argument) {
                throw new IllegalArgumentException(needed + ", which is no argument of the kernel");
            }
        }
        List<ScalarType> types = kernels.stream().flatMap(k -> k.inputs().stream()).filter(s -> s.name().equals(name))
                .map(Kernel.Stream::type).toList();
        if (!types.isEmpty() && types.stream().noneMatch(type -> holds(type, draw))) {
            throw new IllegalArgumentException(item.strip() + ", outside the values of " + types.getFirst());
        }
        draws.put(name, draw);
    }
}
