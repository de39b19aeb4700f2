package org.fabricast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.assign.Assigner;
import org.fabricast.compiler.evaluate.DequantisedGraph;
import org.fabricast.compiler.evaluate.EvaluationText;
import org.fabricast.compiler.evaluate.Perplexity;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.fuse.Fuser;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.run.ReferenceModel;
import org.fabricast.compiler.run.TokenModel;
import org.fabricast.compiler.sparse.SparsifyOptions;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.RtlOptions;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.interpret.AttentionFilter;
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
        int group = group(kind);
        Optional<SparsifyOptions> sparsity = modelOptions.sparsity().given()
                ? Optional.of(modelOptions.sparsity().options(group)) : Optional.empty();
        String contents = read();
        Subject opened = Subject.open(subject, modelOptions);
        Tokenizer tokenizer = opened.tokenizer();
        DeviceOpener opener = new DeviceOpener(console.environment(), RtlOptions.PLAIN, (step, steps, what, since) ->
                console.progress("[%d/%d] %s", step, steps, what), new Heartbeat(console));
        boolean with = bos.orElse(tokenizer.prependsBos());
        Optional<ReducedModel> reduced = sparsity.isPresent() || attention.given()
                ? Optional.of(reduced(opened, sparsity, console, () -> opener.tick().accept(0))) : Optional.empty();
        long began = System.nanoTime();
        try (TokenModel model = model(kind, opened, reduced, group, opener, console)) {
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
            reduced.ifPresent(r -> r.addTo(document));
            console.json(document);
        }
        return ExitStatus.OK;
    }

    /** Options of a model that does without weights or attention; only what computes in binary32 can do so. */
    private int group(Optional<DeviceKind> kind) {
        List<Diagnostic> findings = new ArrayList<>();
        SparsityOptions sparsity = modelOptions.sparsity();
        attention.check(findings);
        boolean binary32 = kind.isEmpty() || kind.get() == DeviceKind.REFERENCE;
        if (!binary32 && attention.given()) {
            findings.add(new Diagnostic(ErrorCode.F1006, "--attention-density", "none with this device", kind.get().text(),
                    "Evaluate without --device, or with --device reference."));
        }
        if (!binary32 && sparsity.given()) {
            sparsity.refuse(findings, modelOptions.mixed());
        }
        if (attention.given()) {
            sparsity.calibration().check(findings);
        } else if (!sparsity.given()) {
            sparsity.checkCalibration(findings, modelOptions.mixed());
        }
        return modelOptions.optionsBesideSparsity(findings).group();
    }

    private ReducedModel reduced(Subject opened, Optional<SparsifyOptions> sparsity, Console console, Runnable tick) {
        ImportedModel model = imported(opened);
        console.progress("calibration text");
        List<int[]> calibration = modelOptions.sparsity().calibration().text(model, seed);
        return ReducedModel.of(model, calibration, sparsity, attention, console, tick);
    }

    private TokenModel model(Optional<DeviceKind> kind, Subject opened, Optional<ReducedModel> reduced, int group, DeviceOpener opener,
                             Console console) {
        if (kind.isPresent() && reduced.isEmpty()) {
            return opened.on(kind.get(), modelOptions, opener, console);
        }
        Graph graph = reduced.map(ReducedModel::graph).orElseGet(() -> imported(opened).graph());
        Graph run = kind.isPresent() ? graph : dequantised(imported(opened), graph, group);
        return new ReferenceModel(run, List.of(), () -> opener.tick().accept(0),
                reduced.map(ReducedModel::filter).orElse(AttentionFilter.CAUSAL));
    }

    private Graph dequantised(ImportedModel model, Graph graph, int group) {
        WeightPlan plan = Assigner.assign(Fuser.fuse(graph), group, modelOptions.weights(model)).plan();
        return DequantisedGraph.of(graph, group, plan);
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
