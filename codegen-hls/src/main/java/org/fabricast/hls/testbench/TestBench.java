package org.fabricast.hls.testbench;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fabricast.hls.KernelHardware;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.rtl.GeneratedHeader;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.bench.BenchLane;
import org.fabricast.rtl.bench.BenchScalar;
import org.fabricast.rtl.bench.BenchSink;
import org.fabricast.rtl.bench.BenchSource;
import org.fabricast.rtl.bench.BenchStream;
import org.fabricast.rtl.bench.KernelBench;

/**
 * Writes a test bench: Verilog-2005 that Verilator and Icarus run unchanged, and the vectors it reads.
 *
 * <p>All runs follow each other without reset. Each element, mask, result and, in runs without pauses, number of cycles is
 * compared; so is that words are held until taken. The first difference ends the simulation with {@code $stop}.
 */
public final class TestBench {

    /** Directory of the vectors, beside the bench. */
    public static final String VECTORS = "vectors/";

    private static final long PATIENCE_CYCLES = 2_000;
    private static final long PATIENCE_UNKNOWN = 200_000;
    private static final int SLOWER = 20;

    private final Kernel kernel;
    private final KernelHardware hardware;
    private final KernelVectors vectors;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final TemplateRenderer renderer = new TemplateRenderer();
    private final Random junk;

    private TestBench(KernelHardware hardware, KernelVectors vectors) {
        this.kernel = hardware.kernel();
        this.hardware = hardware;
        this.vectors = vectors;
        this.junk = new Random(~vectors.seed());
    }

    /** Name of the bench's module for a kernel's module. */
    public static String module(KernelHardware hardware) {
        return hardware.module() + "_bench";
    }

    /** The bench's files by path: Verilog, and vectors under {@link #VECTORS}. */
    public static Map<String, String> files(KernelHardware hardware, KernelVectors vectors) {
        TestBench bench = new TestBench(hardware, vectors);
        bench.scalars();
        IntStream.range(0, hardware.kernel().inputs().size()).forEach(bench::source);
        IntStream.range(0, hardware.kernel().outputs().size()).forEach(bench::sink);
        bench.top();
        return bench.files;
    }

    private List<KernelRun> runs() {
        return vectors.runs();
    }

    private int lanes(Kernel.Stream stream) {
        return stream.lanes() ? hardware.options().lanes() : 1;
    }

    private static String range(int bits) {
        return bits == 1 ? "" : "[" + (bits - 1) + ":0] ";
    }

    /** A range also where there is one bit, so that bits can be selected. */
    private static String vector(int bits) {
        return "[" + (bits - 1) + ":0] ";
    }

    private static int bitsFor(int count) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count) - 1));
    }

    private int runBits() {
        return bitsFor(runs().size());
    }

    private List<String> parameters() {
        return List.of("seed = " + vectors.seed(), "runs = " + runs().size(), "lanes = " + hardware.options().lanes());
    }

    private static GeneratedHeader header(Class<? extends Record> model, String content, List<String> parameters,
            String... formula) {
        return GeneratedHeader.of(model, content, parameters, List.of(formula));
    }

    private void hex(String name, List<String> lines) {
        files.put(VECTORS + name + ".hex", lines.stream().map(l -> l + "\n").collect(Collectors.joining()));
    }

    private void scalars() {
        for (int i = 0; i < kernel.args().size(); i++) {
            int at = i;
            hex("arg_" + kernel.args().get(i).name(), runs().stream().map(r -> Long.toHexString(r.args().get(at))).toList());
        }
        for (int i = 0; i < kernel.results().size(); i++) {
            int at = i;
            hex("res_" + kernel.results().get(i).name(), runs().stream().map(r -> Long.toHexString(r.results().get(at))).toList());
        }
        hex("cycles", runs().stream().map(r -> Long.toHexString(r.cycles().orElse(0))).toList());
        hex("limits", runs().stream().map(r -> Long.toHexString(r.cycles().isPresent()
                ? r.cycles().getAsLong() * SLOWER + PATIENCE_CYCLES : PATIENCE_UNKNOWN)).toList());
        hex("pauses", runs().stream().map(r -> "" + ((r.idle() ? 1 : 0) + (r.blocked() ? 2 : 0))).toList());
    }

    /** Elements as a word, the first one lowest; lanes beyond the last hold {@code fill}. */
    private static BigInteger word(List<Long> elements, int first, int lanes, ScalarType type, LongSupplier fill) {
        BigInteger word = BigInteger.ZERO;
        for (int lane = lanes - 1; lane >= 0; lane--) {
            int at = first + lane;
            long bits = (at < elements.size() ? elements.get(at) : fill.getAsLong()) & Elements.mask(type);
            word = word.shiftLeft(type.bits()).or(new BigInteger(Long.toUnsignedString(bits)));
        }
        return word;
    }

    private static List<BenchLane> lanes(int lanes, int bits) {
        return IntStream.range(0, lanes).mapToObj(l -> new BenchLane(l, "[" + ((l + 1) * bits - 1) + ":" + l * bits + "]")).toList();
    }

    private static void filled(List<String> words) {
        if (words.isEmpty()) {
            // A memory has at least one word; nothing reads this one.
            words.add("0");
        }
    }

    private String seed() {
        return String.format("32'h%08x", junk.nextInt() | 1);
    }

    private void source(int number) {
        Kernel.Stream stream = kernel.inputs().get(number);
        int lanes = lanes(stream);
        int bits = stream.type().bits();
        List<String> words = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (KernelRun run : runs()) {
            int before = words.size();
            for (int elements : run.passes().get(number)) {
                List<Long> pass = run.inputs().get(number).subList(0, elements);
                for (int at = 0; at < elements; at += lanes) {
                    words.add(word(pass, at, lanes, stream.type(), junk::nextLong).toString(16));
                }
            }
            counts.add(Integer.toHexString(words.size() - before));
        }
        filled(words);
        hex("s_" + stream.name(), words);
        hex("counts_s_" + stream.name(), counts);
        String module = hardware.module() + "_source_" + stream.name();
        int atBits = bitsFor(words.size());
        BenchSource model = new BenchSource(header(BenchSource.class, module + words + counts, parameters(),
                "Sends the words of stream " + stream.name() + ", " + lanes + " elements of " + stream.type() + " each."), module,
                stream.name(), range(runBits()), runs().size() - 1, range(bits), vector(lanes * bits), words.size() - 1,
                range(atBits), atBits + "'d1", seed(), lanes(lanes, bits));
        files.put(module + ".v", renderer.render(model));
    }

    private void sink(int number) {
        Kernel.Stream stream = kernel.outputs().get(number);
        int lanes = lanes(stream);
        int bits = stream.type().bits();
        List<String> words = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (KernelRun run : runs()) {
            int before = words.size();
            List<Long> elements = run.outputs().get(number);
            for (int at = 0; at < elements.size(); at += lanes) {
                int present = Math.min(lanes, elements.size() - at);
                BigInteger mask = BigInteger.ONE.shiftLeft(present).subtract(BigInteger.ONE);
                words.add(word(elements, at, lanes, stream.type(), () -> 0).or(mask.shiftLeft(lanes * bits)).toString(16));
            }
            counts.add(Integer.toHexString(words.size() - before));
        }
        filled(words);
        hex("m_" + stream.name(), words);
        hex("counts_m_" + stream.name(), counts);
        String module = hardware.module() + "_sink_" + stream.name();
        int wide = lanes * bits;
        int atBits = bitsFor(words.size());
        BenchSink model = new BenchSink(header(BenchSink.class, module + words + counts, parameters(), "Compares the words of stream "
                + stream.name() + ", " + lanes + " elements of " + stream.type() + " each, with the interpreter's."), module,
                stream.name(), range(runBits()), runs().size() - 1, range(bits), vector(lanes),
                "[" + (wide + lanes - 1) + ":" + wide + "]", vector(wide + lanes), words.size() - 1, range(atBits), atBits + "'d1",
                seed(), lanes, lanes(lanes, bits));
        files.put(module + ".v", renderer.render(model));
    }

    private void top() {
        List<BenchStream> sources = kernel.inputs().stream().map(s -> stream(s, "_source_")).toList();
        List<BenchStream> sinks = kernel.outputs().stream().map(s -> stream(s, "_sink_")).toList();
        List<String> failures = new ArrayList<>(List.of("failed_q"));
        kernel.inputs().forEach(s -> failures.add("s_" + s.name() + "_failed"));
        kernel.outputs().forEach(s -> failures.add("m_" + s.name() + "_failed"));
        int last = runs().size() - 1;
        KernelBench model = new KernelBench(header(KernelBench.class, hardware.verilog() + files, parameters(),
                "Runs " + hardware.module() + " " + runs().size() + " times in a row without reset and compares it with the "
                + "interpreter.", "Start it in this directory, where vectors/ is; run.sh does."), module(hardware), hardware.module(),
                runs().size(), last, range(runBits()), runBits() + "'d" + last, runBits() + "'d1", vectors.compared(),
                kernel.args().stream().map(a -> new BenchScalar(a.name(), range(a.type().bits()))).toList(),
                kernel.results().stream().map(r -> new BenchScalar(r.name(), range(r.type().bits()))).toList(), sources, sinks,
                ports(), String.join(" || ", failures));
        files.put(module(hardware) + ".v", renderer.render(model));
    }

    private BenchStream stream(Kernel.Stream s, String role) {
        return new BenchStream(hardware.module() + role + s.name(), s.name(), range(s.type().bits()), vector(lanes(s)),
                IntStream.range(0, lanes(s)).boxed().toList());
    }

    private List<String> ports() {
        List<String> ports = new ArrayList<>(List.of("clk", "rst", "start", "busy", "done").stream().map(p -> port(p, p)).toList());
        kernel.args().forEach(a -> ports.add(port("arg_" + a.name(), "arg_" + a.name() + "_q")));
        kernel.results().forEach(r -> ports.add(port("res_" + r.name(), "res_" + r.name())));
        for (Kernel.Stream s : kernel.inputs()) {
            streamPorts("s_" + s.name(), lanes(s)).forEach(p -> ports.add(port(p, p)));
        }
        for (Kernel.Stream s : kernel.outputs()) {
            streamPorts("m_" + s.name(), lanes(s)).forEach(p -> ports.add(port(p, p)));
            ports.add(port("m_" + s.name() + "_mask", "m_" + s.name() + "_mask"));
        }
        List<String> separated = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            separated.add(ports.get(i) + (i + 1 < ports.size() ? "," : ""));
        }
        return separated;
    }

    private static String port(String name, String signal) {
        return "." + name + "(" + signal + ")";
    }

    private static List<String> streamPorts(String prefix, int lanes) {
        List<String> names = new ArrayList<>(List.of(prefix + "_valid", prefix + "_ready"));
        IntStream.range(0, lanes).forEach(l -> names.add(prefix + "_data_" + l));
        return names;
    }
}
