package org.fabricast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.assign.PreparedWeights;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.run.ReferenceModel;
import org.fabricast.compiler.run.TokenModel;
import org.fabricast.compiler.sparse.SparsifiedModel;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.RtlOptions;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.tokenizer.Tokenizer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code evaluate MODEL|DIR --text FILE}: perplexity. Without {@code --device}: binary32 arithmetic with dequantised weights,
 * activations untouched; with it: what that device computes. With {@code --sparsity} or
 * {@code --attention-density}: of the model without some of its weights or attention, and what became of each layer.
 */
@CommandLine.Command(name = "evaluate", description = "Perplexity of a text.")
final class EvaluateCommand extends Command {

    @Parameters(paramLabel = "MODEL|DIR", description = "A model, or an artefact (then --device is needed).")
    private Path subject;

    @Option(names = "--text", paramLabel = "FILE", required = true,
            description = "Pieces between <|endoftext|>, or one per line.")
    private Path text;

    @Option(names = "--device", paramLabel = "D",
            description = "reference, functional or rtl (default: binary32 with dequantised weights).")
    private Optional<String> device = Optional.empty();

    @Option(names = "--bos", negatable = true, description = "Begin pieces with the beginning-of-sequence token, or do not.")
    private Optional<Boolean> bos = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of the calibration text (default: 0).")
    private long seed;

    @Mixin
    private final AttentionMaskOptions attention = new AttentionMaskOptions();

    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Override
    ExitStatus run(Console console) {
        Optional<DeviceKind> kind = device.map(DeviceKind::parse);
        modelOptions.sparsity().calibration().seeded(seed);
        CompileOptions options = options(kind);
        String contents = read();
        Subject opened = Subject.open(subject, modelOptions);
        Tokenizer tokenizer = opened.tokenizer();
        DeviceOpener opener = new DeviceOpener(console.environment(), RtlOptions.PLAIN, (step, steps, what, since) ->
                console.progress("[%d/%d] %s", step, steps, what), new Heartbeat(console));
        boolean with = bos.orElse(tokenizer.prependsBos());
        Optional<Reduced> reduced = onMachine(kind) ? Optional.empty()
                : Optional.of(reduced(kind, imported(opened), options, console, () -> opener.tick().accept(0)));
        long began = System.nanoTime();
        try (TokenModel model = reduced.isEmpty() ? opened.on(kind.orElseThrow(), modelOptions, opener, console)
                : new ReferenceModel(reduced.get().graph(), List.of(), () -> opener.tick().accept(0), reduced.get().what().filter())) {
            List<int[]> sequences = EvaluationText.sequences(contents, tokenizer, with, model.context());
            Perplexity sum = Perplexity.NONE;
            int done = 0;
            for (int[] tokens : sequences) {
                sum = sum.plus(score(model, tokens));
                console.progress("[%d/%d] mean NLL %.6f", ++done, sequences.size(),
                        sum.tokens() == 0 ? Double.NaN : sum.meanNll());
            }
            if (sum.tokens() == 0) {
                throw new FabricastException(ErrorCode.F1001, "--text " + text, "a piece of at least two tokens", "none", "");
            }
            ObjectNode document = report(console, sum, kind, opened.weights(modelOptions), (System.nanoTime() - began) / 1e9);
            reduced.ifPresent(r -> r.what().addTo(document));
            console.json(document);
        }
        return ExitStatus.OK;
    }

    /** What is compiled for; attention is left out only where it is computed in binary32. */
    private CompileOptions options(Optional<DeviceKind> kind) {
        List<Diagnostic> findings = new ArrayList<>();
        attention.check(findings);
        if (onMachine(kind) && attention.given()) {
            findings.add(new Diagnostic(ErrorCode.F1006, "--attention-density", "none with this device", kind.get().text(),
                    "Evaluate without --device, or with --device reference."));
        }
        return modelOptions.compileOptions(findings, attention.given());
    }

    private static boolean onMachine(Optional<DeviceKind> kind) {
        return kind.isPresent() && kind.get() != DeviceKind.REFERENCE;
    }

    /** A model to be computed in binary32, and what it does without. */
    private record Reduced(Graph graph, ReducedModel what) { }

    private Reduced reduced(Optional<DeviceKind> kind, ImportedModel model, CompileOptions options, Console console, Runnable tick) {
        int group = options.group();
        WeightChoice weights = modelOptions.weights(model);
        Optional<SparsityChoice> choice = options.sparsity().map(c -> modelOptions.sparsity(model, options));
        choice.ifPresent(c -> console.progress("sparsity %s", c.target().text()));
        Graph graph = model.graph();
        Graph run = graph;
        Optional<SparsifiedModel> sparse;
        if (kind.isPresent()) {
            sparse = choice.map(c -> PreparedWeights.sparsify(graph, group, weights, c, tick));
            run = sparse.map(SparsifiedModel::graph).orElse(graph);
        } else {
            PreparedWeights prepared = PreparedWeights.of(graph, group, weights, choice, tick);
            sparse = prepared.sparse();
            run = DequantisedGraph.of(prepared.graph(), group, prepared.assignment().plan());
        }
        sparse.ifPresent(s -> SparsityReport.print(console, choice.orElseThrow().options(weights, group), s));
        Optional<AttentionMaskOptions.Chosen> masks = attention.given() ? attention.choose(
                sparse.map(SparsifiedModel::graph).orElse(graph), modelOptions.sparsity().calibration().text(model).arrays(), console, tick)
                : Optional.empty();
        return new Reduced(run, new ReducedModel(choice.map(c -> c.options(weights, group)), sparse, masks));
    }

    private static ImportedModel imported(Subject opened) {
        return opened.model().orElseThrow(() -> new FabricastException(ErrorCode.F1001, "--device",
                "functional or rtl for an artefact", "none", "Name the device, or the model itself."));
    }

    private static Perplexity score(TokenModel model, int[] tokens) {
        if (tokens.length < 2) {
            return Perplexity.NONE;
        }
        model.reset();
        float[][] logits = model.logits(tokens);
        double total = 0;
        for (int i = 0; i + 1 < tokens.length; i++) {
            total += Perplexity.nll(logits[i], tokens[i + 1]);
        }
        return new Perplexity(total, tokens.length - 1);
    }

    private static ObjectNode report(Console console, Perplexity sum, Optional<DeviceKind> kind, String format,
                                     double seconds) {
        String name = kind.map(DeviceKind::text).orElse("dequantised");
        String weights = kind.filter(k -> k == DeviceKind.REFERENCE).isPresent() ? "as imported" : format;
        console.line("perplexity %.4f, mean NLL %.6f over %,d tokens (%s, weights %s, %.1f tokens/s)", sum.perplexity(),
                sum.meanNll(), sum.tokens(), name, weights, sum.tokens() / seconds);
        return Console.object().put("perplexity", sum.perplexity()).put("mean_nll", sum.meanNll())
                .put("tokens", sum.tokens()).put("weights", weights).put("device", name).put("seconds", seconds)
                .put("tokens_per_second", sum.tokens() / seconds);
    }

    private String read() {
        if (!Files.isRegularFile(text)) {
            throw new FabricastException(ErrorCode.F1002, "--text " + text, "a file", "none", "");
        }
        try {
            return Files.readString(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FabricastException(ErrorCode.F1002, "--text " + text, "readable UTF-8 text", e.toString(), "");
        }
    }
}
