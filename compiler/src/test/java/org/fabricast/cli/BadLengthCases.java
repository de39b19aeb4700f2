package org.fabricast.cli;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.cli.BadInputCases.Case;
import org.fabricast.compiler.SharedFiles;

/** The table of lengths that cannot be compiled for; the model has 512. */
final class BadLengthCases {

    private BadLengthCases() {
    }

    static List<Case> all() {
        return List.of(
                compile("F1006", 2, "parametric, bucketed", "--lengths", "padded"),
                compile("F1001", 2, "--lengths bucketed beside it", "--decode-buckets", "16"),
                compile("F1001", 2, "--prefill-buckets", "--lengths", "parametric", "--prefill-buckets", "128"),
                bucketed("F1013", "entry 2: expected a bucket that begins at 65, found 129-512, so that no bucket holds lengths "
                        + "65 to 128. Hint: Write 65-512", "1-64,129-512"),
                bucketed("F1013", "last entry: expected an end at the model's longest length 512, found 256", "128,256"),
                bucketed("F1013", "entry 2: expected an end above 128, found 64", "128,64,512"),
                bucketed("F1012", "expected a length from 1 to 512, the model's longest, found 0", "0"),
                bucketed("F1012", "entry 1: expected a length from 1 to 512, the model's longest, found 0", "0,512"),
                bucketed("F1012", "entry 2: expected a length from 1 to 512, the model's longest, found 1024", "256,1024"),
                bucketed("F1012", "found many", "many"), bucketed("F1012", "found nothing", ""),
                compile("F4004", 4, "512 prefill and 32 decode buckets", "--lengths", "bucketed", "--prefill-buckets", "1"),
                compile("F1012", 2, "--length-report", "--length-report", "513"),
                compile("F1012", 2, "--length-report", "--length-report", "0"),
                compile("F1013", 2, "--decode-buckets", "--length-report", "512", "--decode-buckets", "16,32"));
    }

    private static Case bucketed(String code, String said, String list) {
        return compile(code, 2, said, "--lengths", "bucketed", "--prefill-buckets", list);
    }

    private static Case compile(String code, int status, String said, String... options) {
        return new Case("compile " + String.join(" ", options), code, status, said, b -> Stream.concat(
                Stream.of("compile", SharedFiles.project("models/fable").toString(), "--shape-only"),
                Stream.of(options)).toList());
    }
}
