package org.fabricast.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.attention.AttentionMaskFile;
import org.fabricast.compiler.attention.AttentionMaskPlan;
import org.fabricast.compiler.attention.AttentionMass;
import org.fabricast.compiler.attention.BlockMaskSelector;
import org.fabricast.compiler.calibrate.CalibrationText;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.graph.Graph;
import picocli.CommandLine.Option;

/** Block-sparse attention of a prompt. */
final class AttentionMaskOptions {

    private static final int BLOCK_TOKENS = 64;

    @Option(names = "--attention-density", paramLabel = "D",
            description = "Attend to this part of all pairs of blocks of 64 tokens (a causal mask keeps a little more than half).")
    private Optional<Double> density = Optional.empty();

    @Option(names = "--attention-mask", paramLabel = "FILE", description = "Write the masks that --attention-density chose.")
    private Optional<Path> file = Optional.empty();

    /** Masks, and the attention they were chosen from. */
    record Chosen(AttentionMass mass, AttentionMaskPlan plan, double asked) {

        /** Mean part of a layer's attention that is kept. */
        double kept(int layer) {
            double kept = 0;
            for (int head = 0; head < mass.heads(); head++) {
                kept += mass.keptBy(plan.layers().get(layer).get(head), layer, head);
            }
            return kept / mass.heads();
        }

        ObjectNode json() {
            ObjectNode document = Console.object().put("density_asked", asked).put("density", plan.density())
                    .put("density_causal", plan.causalDensity()).put("block_tokens", plan.blockTokens())
                    .put("blocks", plan.blocks());
            ArrayNode layers = document.putArray("layers");
            for (int layer = 0; layer < mass.layers(); layer++) {
                layers.addObject().put("density", plan.density(layer)).put("attention_kept", kept(layer));
            }
            return document;
        }

        private void print(Console console) {
            for (int layer = 0; layer < mass.layers(); layer++) {
                console.line("attention of layer %d: density %.4f, %.4f of the attention kept", layer, plan.density(layer),
                        kept(layer));
            }
            console.line("attention density %.4f over %d blocks of %d tokens; causal %.4f", plan.density(), plan.blocks(),
                    plan.blockTokens(), plan.causalDensity());
        }
    }

    /** Whether attention is to be sparse. */
    boolean given() {
        return density.isPresent();
    }

    void check(List<Diagnostic> findings) {
        if (file.isPresent() && density.isEmpty()) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--attention-mask", "--attention-density beside it", "none", ""));
        }
    }

    /** The masks for {@code graph}, printed and written where that was asked for. Errors: F1009 density, F1003 file. */
    Optional<Chosen> choose(Graph graph, List<int[]> text, Console console, Runnable tick) {
        return density.map(asked -> {
            console.progress("attention on the calibration text");
            AttentionMass mass = AttentionMass.of(graph, CalibrationText.joined(text, graph.context()), BLOCK_TOKENS, tick);
            Chosen chosen = new Chosen(mass, BlockMaskSelector.select(mass, asked, "--attention-density"), asked);
            file.ifPresent(f -> AttentionMaskFile.write(chosen.plan(), f));
            chosen.print(console);
            return chosen;
        });
    }
}
