package org.fabricast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fabricast.board.Board;
import org.fabricast.board.BoardFit;
import org.fabricast.board.Boards;
import org.fabricast.board.Cores;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.artefact.ConfigurationFile;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.isa.BlockPattern;
import org.fabricast.ir.isa.RunShape;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a model is compiled for, the same options on every command that compiles. Values of the design that this version
 * does not have are refused by name (F1006), all of them at once.
 */
final class ModelOptions {

    private static final String DEFAULT_BOARD = "sim256";

    @Option(names = "--tokenizer", paramLabel = "FILE", description = "Tokenizer of a llama2.c checkpoint (default: beside it).")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(names = "--board", paramLabel = "B", description = "Board (default: sim256).")
    private Optional<String> board = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "JSON with sizes that differ from the board's machine.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--cores", paramLabel = "K", description = "Cores that divide the work of a token (default: the board's).")
    private Optional<Integer> cores = Optional.empty();

    @Option(names = "--group", paramLabel = "N", description = "Inputs per quantisation group (default: 64).")
    private Optional<Integer> group = Optional.empty();

    @Option(names = "--engine", paramLabel = "E", defaultValue = "dsp-chain", description = "Matrix engine: dsp-chain.")
    private String engine = "dsp-chain";

    @Mixin
    private final WeightOptions weights = new WeightOptions();

    @Option(names = "--attention", paramLabel = "A", defaultValue = "engine", description = "Where attention runs: engine.")
    private String attention = "engine";

    @Option(names = "--kv", paramLabel = "FORMAT", defaultValue = "int8", description = "Storage of K and V: int8.")
    private String kv = "int8";

    @Mixin
    private final LengthOptions lengths = new LengthOptions();

    @Option(names = "--scales", paramLabel = "S", defaultValue = "float", description = "Scales: float (binary16).")
    private String scales = "float";

    @Mixin
    private final SparsityOptions sparsity = new SparsityOptions();

    private boolean shapeOnly;

    /** Nothing is written, so boards without a whole machine will do. */
    void shapesSuffice() {
        shapeOnly = true;
    }

    LengthOptions lengths() {
        return lengths;
    }

    ImportOptions importOptions(boolean shapeOnly) {
        return new ImportOptions(tokenizer, shapeOnly);
    }

    SparsityOptions sparsity() {
        return sparsity;
    }

    CompileOptions compileOptions() {
        return compileOptions(new ArrayList<>(), false);
    }

    /**
     * The options, with findings of others.
     *
     * @param calibrated whether a calibration text decides on something besides sparsity and mixed weights
     */
    CompileOptions compileOptions(List<Diagnostic> findings, boolean calibrated) {
        Optional<SparsityChoice> left = Optional.empty();
        if (sparsity.given()) {
            left = sparsity.choice(findings);
            group.filter(n -> !RunShape.SPARSE_GROUPS.contains((long) n)).ifPresent(n -> findings.add(new Diagnostic(
                    ErrorCode.F1001, "--group", "one of " + RunShape.SPARSE_GROUPS + " with --sparsity", String.valueOf(n),
                    "A block has 16 inputs, and a group of a sparse stream at most eight blocks.")));
        } else {
            sparsity.requireSparsity(findings);
            sparsity.checkCalibration(findings, calibrated || weights.mixed());
        }
        CompileOptions options = compileOptions(findings);
        return left.map(choice -> options.on(sparse(options.config())).with(choice)).orElse(options);
    }

    /** The machine whose slices leave weights out; whether it can be is for the compiler to say. */
    private static HardwareConfig sparse(HardwareConfig config) {
        return config.array() == BlockPattern.EDGE ? config.with(HardwareConfig.Products.SPARSE_DSP48E2) : config;
    }

    private CompileOptions compileOptions(List<Diagnostic> findings) {
        int inputs = group.orElse(CompileOptions.DEFAULT_GROUP);
        if (inputs < 1) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--group", "1 or more", String.valueOf(inputs), ""));
        }
        only(findings, "--engine", engine, "dsp-chain");
        weights.check(findings);
        if (cores.isPresent() && (cores.get() < 1 || cores.get() > HardwareConfig.MAXIMUM_CORES)) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--cores", "1 to " + HardwareConfig.MAXIMUM_CORES,
                    String.valueOf(cores.get()), ""));
        }
        only(findings, "--attention", attention, "engine");
        only(findings, "--kv", kv, "int8");
        lengths.check(findings);
        only(findings, "--scales", scales, "float");
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        String name = board.orElse(DEFAULT_BOARD);
        Board.Machine machine = shapeOnly ? Boards.shapes(name) : Boards.machine(name);
        HardwareConfig sizes = config.map(file -> ConfigurationFile.read(file, machine.config())).orElse(machine.config());
        if (cores.isPresent()) {
            sizes = sizes.withCores(cores.get());
        }
        int channels = machine.cores().channels();
        Optional<BoardFit> fit = Boards.find(name).fit();
        if (fit.isPresent() && (config.isPresent() || cores.isPresent())) {
            channels = fit.get().require(name, sizes, sizes.cores()).channels();
        }
        // Each core has a memory port of its own.
        BoardFacts facts = new BoardFacts(machine.facts().name(), machine.facts().memoryLatencyCycles(),
                machine.facts().memoryBytesPerCycle() * sizes.cores() / machine.config().cores());
        return new CompileOptions(sizes, facts, inputs, weights.choice(), lengths.choice(),
                new Cores(sizes.cores(), channels));
    }

    /** The same for a model that is there: a calibration text is read and tokenised. */
    CompileOptions compileOptions(ImportedModel model) {
        CompileOptions options = compileOptions().with(weights(model));
        return sparsity.given() && model.graph().hasData() ? options.with(sparsity(model, options)) : options;
    }

    /** What is to be left out, with the text that decides. */
    SparsityChoice sparsity(ImportedModel model, CompileOptions options) {
        SparsityChoice choice = options.sparsity().orElseThrow();
        return sparsity.calibration().sequences(model).map(choice::on).orElse(choice);
    }

    /** What was asked of the weights. A number of tokens is for what is left out, if something is: bits need fewer. */
    WeightChoice weights(ImportedModel model) {
        boolean text = !sparsity.given() || sparsity.calibration().hasFile();
        return weights.mixed() && text ? weights.choice(sparsity.calibration().sequences(model)) : weights.choice();
    }

    /** Whether bits are chosen per matrix. */
    boolean mixed() {
        return weights.mixed();
    }

    /** Name of the weight format. */
    String weightsText() {
        return weights.choice().text();
    }

    /** An artefact is compiled already: options that would make another one are refused, all at once. */
    void requireFitting(Manifest artefact) {
        compileOptions();
        List<Diagnostic> findings = new ArrayList<>();
        board.filter(name -> !name.equals(artefact.board().name()))
                .ifPresent(name -> compiled(findings, "--board", artefact.board().name(), name));
        weights.given().ifPresent(option -> compiled(findings, option, "no such option with an artefact", "one"));
        lengths.given().ifPresent(option -> compiled(findings, option, "no such option with an artefact", "one"));
        if (sparsity.given()) {
            compiled(findings, "--sparsity", "no such option with an artefact", "one");
        }
        group.ifPresent(n -> compiled(findings, "--group", "no such option with an artefact", String.valueOf(n)));
        config.ifPresent(file -> compiled(findings, "--config", "no such option with an artefact", file.toString()));
        tokenizer.ifPresent(file -> compiled(findings, "--tokenizer", "no such option with an artefact", file.toString()));
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
    }

    private static void compiled(List<Diagnostic> findings, String option, String expected, String found) {
        findings.add(new Diagnostic(ErrorCode.F1001, option, expected, found,
                "An artefact stays what it was compiled for; name the model to compile it otherwise."));
    }

    private static void only(List<Diagnostic> findings, String option, String value, String available) {
        if (!value.equals(available)) {
            findings.add(new Diagnostic(ErrorCode.F1006, option, available, value, ""));
        }
    }
}
