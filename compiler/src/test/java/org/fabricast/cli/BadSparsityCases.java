package org.fabricast.cli;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.cli.BadInputCases.Case;
import org.fabricast.compiler.SharedFiles;

/** The table of sparsity that cannot be had. */
final class BadSparsityCases {

    private BadSparsityCases() {
    }

    static List<Case> all() {
        return List.of(
                evaluate("F1008", "8:16", "--sparsity", "3:16"), evaluate("F1008", "8:16", "--sparsity", "8:12"),
                evaluate("F1008", "8:16", "--sparsity", "0:16"), evaluate("F1008", "an empty text", "--sparsity", ""),
                evaluate("F1009", "above 0 and at most 1", "--sparsity", "1.5"),
                evaluate("F1009", "above 0 and at most 1", "--sparsity", "-0.5"),
                evaluate("F1009", "layers.0.attention.k.weight", "--sparsity", "0.002", "--calibration-tokens", "8"),
                evaluate("F1001", "layer or model", "--sparsity", "0.5", "--sparsity-scope", "head"),
                evaluate("F1001", "--sparsity-scope", "--sparsity", "8:16", "--sparsity-scope", "model"),
                evaluate("F1001", "row or pair", "--sparsity", "8:16", "--index-sets", "column"),
                evaluate("F1001", "[16, 32, 64, 128]", "--sparsity", "8:16", "--group", "48"),
                evaluate("F1001", "--calibration-tokens", "--sparsity", "8:16", "--calibration-tokens", "0"),
                evaluate("F1001", "--refit", "--refit"), evaluate("F1001", "--calibrate", "--calibrate", "wanda"),
                evaluate("F1006", "--calibrate", "--sparsity", "8:16", "--calibrate", "astrology"),
                evaluate("F1006", "--attention-density", "--attention-density", "0.5", "--device", "functional"),
                evaluate("F1009", "from 1.0000 to 1", "--attention-density", "0.5", "--calibration-tokens", "16"),
                evaluate("F1001", "--attention-mask", "--attention-mask", "masks.json"),
                evaluate("F1001", "--calibration-tokens", "--calibration-tokens", "9"),
                BadInputCases.usage("F1001", 2, "compile", "--calibration-tokens", "9", "--shape-only"),
                compile("F1008", 2, "2:16", "--sparsity", "3:8"), compile("F1009", 2, "above 0 and at most 1", "--sparsity", "0"),
                compile("F1001", 2, "[16, 32, 64, 128]", "--sparsity", "8:16", "--group", "256"),
                compile("F4002", 4, "array of 16", "--sparsity", "8:16", "--board", "sim64"),
                compile("F1001", 2, "--refit", "--no-refit"), compile("F1001", 2, "--force-sparsity", "--force-sparsity"),
                new Case("sparse products on a small array", "F1005", 2, "an array of 16", b -> List.of("compile",
                        SharedFiles.project("models/fable").toString(), "--shape-only", "--config",
                        b.write("sizes.json", "{\"array\": 8, \"products\": \"SPARSE_DSP48E2\"}"))),
                new Case("density of a compilation that leaves nothing", "F1009", 2, "layers.0.attention.k.weight", b -> List.of("compile",
                        SharedFiles.project("models/fable").toString(), "-o", b.path("out"), "--sparsity", "0.002",
                        "--calibration-tokens", "8")),
                new Case("compilation on an empty calibration text", "F1010", 2, "--calibration", b -> List.of("compile",
                        SharedFiles.project("models/fable").toString(), "-o", b.path("out"), "--sparsity", "8:16", "--calibration",
                        b.write("empty.txt", "\n \n"))),
                evaluate("F1002", "absent.txt", "--sparsity", "8:16", "--calibration", "absent.txt"),
                new Case("empty calibration text", "F1010", 2, "--calibration", b -> arguments(b.write("t.txt", "Tom sat.\n"),
                        "--sparsity", "8:16", "--calibration", b.write("empty.txt", " \n\n"))),
                new Case("calibration text and a number of tokens", "F1001", 2, "--calibration", b ->
                        arguments(b.write("t.txt", "Tom sat.\n"), "--sparsity", "8:16", "--calibration",
                                b.write("c.txt", "Tom sat.\n"), "--calibration-tokens", "9")));
    }

    private static Case compile(String code, int exit, String said, String... options) {
        return new Case("compile " + String.join(" ", options), code, exit, said, b -> {
            List<String> arguments = new ArrayList<>(
                    List.of("compile", SharedFiles.project("models/fable").toString(), "--shape-only"));
            arguments.addAll(List.of(options));
            return arguments;
        });
    }

    private static Case evaluate(String code, String said, String... options) {
        return new Case("evaluate " + String.join(" ", options), code, 2, said,
                b -> arguments(b.write("t.txt", "Tom sat.\n"), options));
    }

    private static List<String> arguments(String text, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("evaluate", SharedFiles.project("models/fable").toString(), "--text", text));
        arguments.addAll(List.of(options));
        return arguments;
    }
}
