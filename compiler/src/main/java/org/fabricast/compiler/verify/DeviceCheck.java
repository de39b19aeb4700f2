package org.fabricast.compiler.verify;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.Manifest;

/**
 * Simulated Verilog against the emulator: tokens and logits of a prompt, and of another on the same machine after a reset of the
 * sequence, so that nothing left over stays unseen.
 *
 * <p>Errors: F5001 they differ; those of {@link DeviceOpener#open} and of the devices.
 */
final class DeviceCheck {

    private static final int PROMPT_TOKENS = 4;
    private static final int TOKENS = 8;
    private static final int NOISY_TOKENS = 2;
    private static final int NOISE_PER_MILLE = 200;
    private static final long NOISE_SEED = 1;
    private static final int[] SEEDS = {3, 11};

    private final Artefact artefact;
    private final Map<String, String> environment;
    private final BuildListener builds;
    private final LongConsumer tick;

    DeviceCheck(Artefact artefact, Map<String, String> environment, BuildListener builds, LongConsumer tick) {
        this.artefact = artefact;
        this.environment = environment;
        this.builds = builds;
        this.tick = tick;
    }

    /** With the board's memory. Checked are tokens and logits. */
    StepResult plain() {
        return check(StepName.FUNCTIONAL_RTL, RtlOptions.PLAIN, TOKENS);
    }

    /** With a memory whose channels pause at random. Checked are tokens and logits. */
    StepResult noisy() {
        return check(StepName.FUNCTIONAL_RTL_NOISE, new RtlOptions(Optional.empty(), NOISE_PER_MILLE, NOISE_SEED),
                NOISY_TOKENS);
    }

    private StepResult check(StepName step, RtlOptions options, int tokens) {
        DeviceOpener opener = new DeviceOpener(environment, options, builds, tick);
        BitComparison comparison = new BitComparison();
        // Greedy, and on over an end of sequence: what a model says is of no interest here.
        GenerateOptions generate = new GenerateOptions(tokens, 0, 0, true, false);
        try (DeviceModel rtl = opener.open(artefact, DeviceKind.RTL);
                DeviceModel functional = opener.open(artefact, DeviceKind.FUNCTIONAL)) {
            for (int i = 0; i < SEEDS.length && comparison.first().isEmpty(); i++) {
                int[] prompt = prompt(artefact.manifest(), SEEDS[i], PROMPT_TOKENS + i);
                rtl.reset();
                functional.reset();
                comparison.compare("prompt " + (i + 1), functional.generate(prompt, generate, token -> { }),
                        rtl.generate(prompt, generate, token -> { }));
            }
        }
        return new StepResult(step, comparison.checked(), comparison.first().stream().toList());
    }

    /** Tokens from all over the vocabulary, after the beginning of sequence where prompts have one; room is left for an answer. */
    static int[] prompt(Manifest manifest, int seed, int length) {
        int context = manifest.program().context();
        int[] prompt = new int[Math.clamp(context / 2, 1, length)];
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = (int) ((seed + i * 0x9E3779B1L) % manifest.model().vocabulary());
        }
        OptionalInt bos = manifest.program().bos();
        if (manifest.program().prependBos() && bos.isPresent()) {
            prompt[0] = bos.getAsInt();
        }
        return prompt;
    }
}
