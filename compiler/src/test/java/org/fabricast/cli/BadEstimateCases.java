package org.fabricast.cli;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.cli.BadInputCases.Case;
import org.fabricast.compiler.SharedFiles;

/** The table of estimates that cannot be had; the model has 512 positions. */
final class BadEstimateCases {

    private BadEstimateCases() {
    }

    static List<Case> all() {
        return List.of(
                model("F1001", 2, "Missing required option: '--context=N'"),
                model("F1001", 2, "1 to 512, the context of the model, found 513", "--context", "513"),
                model("F1001", 2, "1 or more, found 0", "--context", "0"),
                model("F1001", 2, "prefill or decode, found both", "--context", "8", "--phase", "both"),
                model("F1001", 2, "expected 1, found 0", "--context", "8", "--batch", "0"),
                model("F1006", 2, "a program runs one sequence, found 4", "--context", "8", "--batch", "4"),
                model("F4003", 4, "facts only", "--context", "8", "--board", "v80"),
                new Case("estimate of an artefact for another board", "F1001", 2, "--board", b -> List.of("estimate",
                        b.artefact().toString(), "--context", "8", "--board", "sim64")),
                new Case("estimate of nothing", "F2001", 3, "found nothing", b -> List.of("estimate",
                        b.directory().resolve("missing").toString(), "--context", "8")));
    }

    private static Case model(String code, int status, String said, String... options) {
        return new Case("estimate " + String.join(" ", options), code, status, said, b -> Stream.concat(
                Stream.of("estimate", SharedFiles.project("models/fable").toString()), Stream.of(options)).toList());
    }
}
