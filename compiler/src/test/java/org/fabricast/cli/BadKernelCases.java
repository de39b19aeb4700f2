package org.fabricast.cli;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.cli.BadInputCases.Case;

/** The part of the table of bad input that meets {@code kernel}. */
final class BadKernelCases {

    private static final String DOUBLE = "kernel twice(in stream f32 x, out stream f32 y, u32 n) {\n"
            + "    vector for (i : n) { write(y, read(x) * 2.0); }\n}\n";

    private BadKernelCases() {
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>(sources());
        cases.addAll(options());
        cases.addAll(places());
        cases.addAll(tools());
        return cases;
    }

    private static List<String> kernel(BadInput bench, String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("kernel", file, "-o", bench.path("output")));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static Case source(String name, String code, int status, String said, String text, String... more) {
        return new Case("kernel: " + name, code, status, said, b -> kernel(b, b.write("k.fk", text), more));
    }

    private static List<Case> sources() {
        return List.of(
                source("type error", "F3004", 3, "k.fk", DOUBLE.replace("2.0", "2")),
                source("syntax error", "F3001", 3, "k.fk", DOUBLE.replace("}", "")),
                source("recursion", "F3008", 3, "k.fk", "fn f32 f(f32 x) { return f(x); }\n" + DOUBLE),
                source("unbounded loop", "F3025", 3, "counted loop", DOUBLE.replace("vector for (i : n)", "while (true)")),
                source("trip count that is no u32", "F3004", 3, "k.fk", DOUBLE.replace("(i : n)", "(i : 2.5)")),
                source("loop of a trip count that depends on data", "F3111", 3, "elements of a stream",
                        "kernel k(in stream u32 x, out stream u32 y) {\n    u32 n = read(x);\n    for (i : n) { write(y, i); }\n}\n"),
                source("index outside a memory whatever is drawn", "F3111", 3, "outside memory",
                        "kernel k(result u32 r, u32 a) {\n    mem u32 m[4];\n    r = m[a + 4];\n}\n", "--arg", "a=0..9"),
                source("table that is too large", "F3014", 3, "65537", "kernel k(result u8 r) {\n    table u8 t[65537] = { 1 };\n    r = t[0];\n}\n"),
                source("no kernel", "F3001", 3, "without one", "fn f32 f(f32 x) { return x; }\n"),
                source("empty file", "F3001", 3, "", ""),
                source("several kernels and no name", "F1001", 2, "twice, thrice", DOUBLE + DOUBLE.replace("twice", "thrice")),
                source("kernel that is not in the file", "F1001", 2, "found nonce", DOUBLE, "--kernel", "nonce"),
                source("too few partial sums for the lanes", "F3101", 3, "partial sums",
                        "kernel k(in stream f32 x, result f32 r, u32 n) {\n    vector for (i : n) reduce(sum, 8) f32 s { s <- read(x); }\n"
                        + "    r = s;\n}\n", "--lanes", "8"),
                source("hint that names nothing", "F3110", 3, "k.fk:1", "// vectors: m = 3\n" + DOUBLE),
                source("hint that is no expression", "F3110", 3, "instead of", "// vectors: n = 3 + * 4\n" + DOUBLE),
                source("hints that need each other", "F3111", 3, "need each other",
                        "// vectors: a = b; b = a\nkernel k(result u32 r, u32 a, u32 b) { r = a + b; }\n"),
                new Case("kernel: bytes that are no text", "F3001", 3, "UTF-8",
                        b -> kernel(b, b.write("k.fk", new byte[] {(byte) 0xff, (byte) 0xfe, 0}))),
                new Case("kernel: file that is not there", "F1002", 2, "nothing there", b -> kernel(b, b.path("absent.fk"))),
                new Case("kernel: directory as file", "F1002", 2, "a directory", b -> kernel(b, b.directory().toString())));
    }

    private static Case option(String code, int status, String said, String... more) {
        return source(String.join(" ", more), code, status, said, DOUBLE, more);
    }

    private static List<Case> options() {
        return List.of(
                option("F1001", 2, "1, 2, 4 or 8", "--lanes", "3"), option("F1001", 2, "--lanes", "--lanes", "many"),
                option("F3112", 4, "3.200 ns (312.5 MHz), which FMUL %", "--clock-ns", "1.0"),
                option("F3112", 4, "Ask for --clock-ns 3.200 or more", "--clock", "900"),
                option("F1001", 2, "1 to 10000 MHz, found 0.0.", "--clock", "0"), option("F1001", 2, "1 to 10000 MHz", "--clock", "-5"),
                option("F1001", 2, "1 to 10000 MHz", "--clock", "Infinity"), option("F1001", 2, "1 to 10000 MHz", "--clock", "NaN"),
                option("F1001", 2, "1 to 10000 MHz", "--clock", "1e300"), option("F1001", 2, "--clock", "--clock", "Infinity MHz"),
                option("F1001", 2, "0.1 to 1000 ns", "--clock-ns", "0"), option("F1001", 2, "0.1 to 1000 ns", "--clock-ns", "Infinity"),
                option("F1001", 2, "0.1 to 1000 ns, found NaN.", "--clock-ns", "NaN"), option("F1001", 2, "both", "--clock", "200", "--clock-ns", "5"),
                option("F1001", 2, "--part", "--part", "nexys"), option("F1001", 2, "kv260", "--part", "u9000"), option("F1001", 2, "0 or more", "--seed", "-1"), option("F1001", 2, "UltraScale+", "--part", "sim64"),
                option("F1001", 2, "UltraScale+", "--part", "vhk158"), option("F1001", 2, "--vectors", "--vectors", "0"),
                option("F1001", 2, "--vectors", "--vectors", "1000000"), option("F1001", 2, "--seed", "--seed", "one"),
                option("F1001", 2, "of kernel twice: n", "--arg", "m=3"), option("F1001", 2, "--arg", "--arg", "n"),
                option("F1001", 2, "--arg", "--arg", "n=1..."), option("F1001", 2, "of kernel twice: x", "--stream", "y=1"),
                option("F1001", 2, "both", "--library", "softmax"),
                option("F3111", 3, "iterations", "--arg", "n=1000000"),
                new Case("kernel: no file", "F1001", 2, "neither", b -> List.of("kernel", "-o", b.path("output"))),
                new Case("kernel: no output", "F1001", 2, "-o", b -> List.of("kernel", b.write("k.fk", DOUBLE))),
                new Case("kernel: unknown name of the library", "F1001", 2, "softmax",
                        b -> List.of("kernel", "--library", "hardmax", "-o", b.path("output"))));
    }

    private static List<Case> places() {
        return List.of(
                new Case("kernel: file where the directory should stand", "F1003", 2, "a file", b -> {
                    b.write("output", "mine");
                    return kernel(b, b.write("k.fk", DOUBLE));
                }),
                new Case("kernel: directory with other contents", "F1003", 2, "other contents", b -> {
                    b.write("output/manifest.json", "{}");
                    return kernel(b, b.write("k.fk", DOUBLE));
                }),
                new Case("kernel: file in the way of the output's parent", "F1003", 2, "not a directory",
                        b -> List.of("kernel", b.write("k.fk", DOUBLE), "-o", b.write("file", "mine") + "/output")));
    }

    /** A tool for every step, of which one is wrong. */
    private static List<Case> tools() {
        return List.of(
                new Case("kernel: Verilator that is not there", "F7001", 7, "no-such-verilator", b -> {
                    b.environment().put("FABRICAST_VERILATOR", b.path("no-such-verilator"));
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: Verilator that refuses, with what to do", "F7501", 8, "report it; --no-simulate --no-synthesis", b -> {
                    b.tool("FABRICAST_VERILATOR", "exit 1");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: Verilator that fails", "F7501", 8, "planted", b -> {
                    b.tool("FABRICAST_VERILATOR", "echo '%Error: x.v:1:1: planted'\nexit 1");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: Verilator that makes nothing", "F7503", 8, "_bench.mk", b -> {
                    b.tool("FABRICAST_VERILATOR", "exit 0");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: Icarus that fails", "F7504", 8, "planted", b -> {
                    verilated(b, "PASS");
                    b.tool("FABRICAST_IVERILOG", "echo 'x.v:1: error: planted'\nexit 2");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: bench that fails", "F5004", 5, "FAIL run 3: planted", b -> {
                    verilated(b, "FAIL run 3: planted");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: bench that says nothing", "F7504", 8, "PASS or FAIL", b -> {
                    verilated(b, "");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-synthesis");
                }),
                new Case("kernel: Yosys that is not there", "F7001", 7, "no-such-yosys", b -> {
                    b.environment().put("FABRICAST_YOSYS", b.path("no-such-yosys"));
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: Yosys that fails", "F7504", 8, "--no-synthesis", b -> {
                    b.tool("FABRICAST_YOSYS", "echo 'ERROR: planted'\nexit 1");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: Yosys that has no primitive for a table memory", "F7504", 8, "choose #pragma storage bram or uram", b -> {
                    b.tool("FABRICAST_YOSYS", "echo 'x_map.v:181: ERROR: invalid OPTION_ABITS/WIDTH combination.'\nexit 1");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: Yosys that leaves nothing", "F7503", 8, "statistics.json", b -> {
                    b.tool("FABRICAST_YOSYS", "exit 0");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: Yosys whose statistics are none", "F7504", 8, "statistics", b -> {
                    b.tool("FABRICAST_YOSYS", "echo '{]' > statistics.json");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: larger than the part", "F3113", 4, "9000000 of 117120 LUT", b -> {
                    b.tool("FABRICAST_YOSYS", "echo '{\"design\": {\"num_cells_by_type\": {\"LUT6\": 9000000}}}'"
                            + " > statistics.json");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }),
                new Case("kernel: more UltraRAMs than the part has", "F3113", 4, "65 of 64 URAM", b -> {
                    b.tool("FABRICAST_YOSYS", "echo '{\"design\": {\"num_cells_by_type\": {\"URAM288\": 65}}}'"
                            + " > statistics.json");
                    return kernel(b, b.write("k.fk", DOUBLE), "--no-simulate");
                }));
    }

    /** A Verilator and a make whose product says {@code words}. */
    private static void verilated(BadInput bench, String words) throws java.io.IOException {
        bench.tool("FABRICAST_VERILATOR", "mkdir -p ../verilated && echo all: > ../verilated/Vkernel_twice_bench.mk");
        bench.tool("FABRICAST_MAKE", "printf '#!/bin/sh\\necho \"" + words + "\"\\n' > ../verilated/Vkernel_twice_bench\n"
                + "chmod +x ../verilated/Vkernel_twice_bench");
    }
}
