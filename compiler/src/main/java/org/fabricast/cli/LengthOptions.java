package org.fabricast.cli;

import java.util.List;
import java.util.Optional;
import org.fabricast.compiler.lengths.BucketSpec;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.compiler.lengths.Prefill;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import picocli.CommandLine.Option;

/** For which lengths a model is compiled. */
final class LengthOptions {

    private static final String PARAMETRIC = "parametric";
    private static final String BUCKETED = "bucketed";

    @Option(names = "--lengths", paramLabel = "L",
            description = "Programs per length: parametric (default: one for all) or bucketed (streams without loops).")
    private Optional<String> lengths = Optional.empty();

    @Option(names = "--prefill-buckets", paramLabel = "LIST",
            description = "Prompt lengths per stream: one size (default: 128), last lengths A,B,… or ranges 1-A,…")
    private Optional<String> prefill = Optional.empty();

    @Option(names = "--decode-buckets", paramLabel = "LIST",
            description = "Positions per stream: one size (default: 16), last lengths A,B,… or ranges 1-A,…")
    private Optional<String> decode = Optional.empty();

    @Option(names = "--prefill", paramLabel = "P",
            description = "Prompts of a parametric program: chunked (default: as many tokens at once as fit) or token.")
    private Optional<String> prompts = Optional.empty();

    private boolean compared;

    /** Buckets are compared with other ways, so that they may be given with any. */
    void compare() {
        compared = true;
    }

    /** What cannot be, whatever the model. */
    void check(List<Diagnostic> findings) {
        String way = lengths.orElse(PARAMETRIC);
        if (!way.equals(PARAMETRIC) && !way.equals(BUCKETED)) {
            findings.add(new Diagnostic(ErrorCode.F1006, "--lengths", PARAMETRIC + ", " + BUCKETED, way, ""));
        } else if (way.equals(PARAMETRIC) && !compared) {
            bucketsGiven().ifPresent(option -> findings.add(new Diagnostic(ErrorCode.F1001, option,
                    "--lengths bucketed beside it", PARAMETRIC, "compile has --length-report beside it as well.")));
        }
        prompts.filter(given -> Prefill.of(given).isEmpty()).ifPresent(given -> findings.add(new Diagnostic(ErrorCode.F1006,
                "--prefill", Prefill.CHUNKED.text() + ", " + Prefill.TOKEN.text(), given, "")));
        if (prompts.isPresent() && way.equals(BUCKETED)) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--prefill", "--lengths parametric beside it", BUCKETED,
                    "A bucket's prompts go token by token."));
        }
    }

    /** The first of these options that was given. */
    Optional<String> given() {
        return lengths.map(l -> "--lengths").or(this::bucketsGiven).or(() -> prompts.map(p -> "--prefill"));
    }

    private Optional<String> bucketsGiven() {
        return prefill.map(p -> "--prefill-buckets").or(() -> decode.map(d -> "--decode-buckets"));
    }

    /** The choice. */
    Lengths choice() {
        return lengths.filter(BUCKETED::equals).isPresent() ? buckets()
                : new Lengths.Parametric(prompts.flatMap(Prefill::of).orElse(Prefill.CHUNKED));
    }

    /** The buckets, whatever the choice. */
    Lengths.Bucketed buckets() {
        return new Lengths.Bucketed(BucketSpec.prefill(prefill), BucketSpec.decode(decode));
    }
}
