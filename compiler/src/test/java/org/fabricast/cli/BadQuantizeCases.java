package org.fabricast.cli;

import java.util.ArrayList;
import java.util.List;

import org.fabricast.cli.BadInputCases.Case;

/** The table of matrices and formats that cannot be quantised. */
final class BadQuantizeCases {

    private BadQuantizeCases() {
    }

    static List<Case> all() {
        return List.of(
                options("F1015", "bitmod4", "--weights", "bitmod5"), options("F1001", "--weights"),
                options("F1014", "found 0", "--weights", "int4", "--group", "0"),
                options("F1014", "1 to 1024", "--weights", "int4", "--group", "2048"),
                options("F1001", "float or int8", "--weights", "int4", "--scales", "fp8"),
                options("F1003", "no directory", "--weights", "int4", "-o", "/absent/out.json"),
                matrix("a weight that is no number", "F2106", 3, "m.npy[1, 0]", NpyFiles.float32(2, 2, 1, 2, Float.NaN, 4)),
                matrix("an infinite weight", "F2106", 3, "m.npy[0, 1]", NpyFiles.float32(1, 2, 1, Float.NEGATIVE_INFINITY)),
                matrix("a weight too large", "F2303", 3, "m.npy[0, 0]", NpyFiles.float32(1, 1, 3e38f)),
                matrix("a matrix cut short", "F2027", 3, "16 bytes behind the header", NpyFiles.float32(2, 2, 1, 2, 3)),
                matrix("no matrix", "F2027", 3, "signature", new byte[40]),
                new Case("no file", "F1002", 2, "absent.npy", b -> List.of("quantize", b.path("absent.npy"), "--weights", "int4")),
                new Case("no model", "F2001", 3, "absent", b -> List.of("quantize", b.path("absent"), "--weights", "int4")));
    }

    private static Case options(String code, String said, String... options) {
        return new Case("quantize " + String.join(" ", options), code, 2, said, b -> {
            List<String> arguments = new ArrayList<>(List.of("quantize", b.write("m.npy", NpyFiles.float32(1, 1, 1))));
            arguments.addAll(List.of(options));
            return arguments;
        });
    }

    private static Case matrix(String name, String code, int status, String said, byte[] file) {
        return new Case(name, code, status, said, b -> List.of("quantize", b.write("m.npy", file), "--weights", "bitmod4", "-o",
                b.path("out.json")));
    }
}
