package org.fabricast.compiler.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactReader;

/**
 * Verifies an artefact in the order of {@link StepName}. A step that fails does not keep the others from being done; only an
 * artefact that cannot be opened ends at once, because nothing in it can be trusted.
 *
 * <p>Errors: none thrown; each is a finding of its step. F9001 to F9005 the artefact, F5003 the program, F5002 lint, F5001 a
 * difference, F7001 a tool is missing, F7501 to F7503 a tool failed, F91xx the machine hangs or breaks a rule.
 *
 * <p>Cost: the Verilator build of the design once (cached), then some seconds.
 *
 * @param environment where tools and cache are named
 * @param listener    told how far the verification is
 * @param builds      told how far Verilator is
 * @param tick        called many times a second while a machine works; what it throws ends the verification
 */
public record ArtefactVerification(Map<String, String> environment, VerificationListener listener, BuildListener builds,
                                   LongConsumer tick) {

    public ArtefactVerification {
        environment = Map.copyOf(environment);
    }

    /** A quiet verification in {@code environment}. */
    public static ArtefactVerification quiet(Map<String, String> environment) {
        return new ArtefactVerification(environment, VerificationListener.SILENT, BuildListener.SILENT, cycles -> { });
    }

    /** Verifies the artefact in {@code directory}. */
    public VerificationResult verify(Path directory) {
        List<StepResult> results = new ArrayList<>();
        List<Artefact> opened = new ArrayList<>();
        results.add(step(StepName.ARTEFACT, () -> {
            Artefact artefact = ArtefactReader.open(directory);
            opened.add(artefact);
            return new StepResult(StepName.ARTEFACT, artefact.manifest().files().size(), List.of());
        }));
        for (Artefact artefact : opened) {
            LintCheck lint = new LintCheck(artefact, LintTools.of(environment));
            DeviceCheck devices = new DeviceCheck(artefact, environment, builds, tick);
            results.add(step(StepName.PROGRAM, () -> ProgramCheck.check(artefact)));
            results.add(step(StepName.LINT_VERILATOR, lint::verilator));
            results.add(step(StepName.LINT_ICARUS, lint::icarus));
            results.add(step(StepName.SYNTHESIS_CHECK, lint::synthesis));
            results.add(step(StepName.FUNCTIONAL_RTL, devices::plain));
            results.add(step(StepName.FUNCTIONAL_RTL_NOISE, devices::noisy));
        }
        return new VerificationResult(results);
    }

    private StepResult step(StepName name, Supplier<StepResult> work) {
        listener.begins(name, name.ordinal() + 1, StepName.values().length);
        StepResult result;
        try {
            result = work.get();
        } catch (FabricastException e) {
            result = new StepResult(name, 0, e.diagnostics());
        }
        listener.ends(result);
        return result;
    }
}
