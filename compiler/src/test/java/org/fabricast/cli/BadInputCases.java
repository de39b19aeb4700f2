package org.fabricast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.fabricast.compiler.SharedFiles;

/** The table of bad input: what is made wrong, and the code, status and words that must answer it. */
final class BadInputCases {

    private static final Consumer<int[]> SAME_HEADER = header -> { };
    private static final Consumer<float[]> SAME_WEIGHTS = weights -> { };
    private static final Consumer<ByteBuffer> SAME_DATA = data -> { };
    private static final String FIRST = "model.embed_tokens.weight";
    private static final String SECOND = "model.layers.0.input_layernorm.weight";

    private BadInputCases() {
    }

    /** Makes something wrong and gives the arguments that meet it. */
    interface Arrangement {
        List<String> in(BadInput bench) throws IOException;
    }

    /** A kind of bad input, and what must be said about it. */
    record Case(String name, String code, int status, String said, Arrangement arrangement) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Every case. */
    static Stream<Case> all() {
        return Stream.of(checkpoints(), directories(), fits(), artefacts(), outputs(), tools(), options(),
                BadSparsityCases.all(), BadLengthCases.all(), BadEstimateCases.all(), BadKernelCases.all(), BadQuantizeCases.all()).flatMap(List::stream);
    }

    private static Case header(String name, int index, int value) {
        return new Case(name, "F2005", 3, "", b -> compile(b, b.checkpoint("m.bin", h -> h[index] = value, SAME_WEIGHTS, 0)));
    }

    private static Case weight(String name, float value) {
        return new Case(name, "F2106", 3, "", b -> compile(b, b.checkpoint("m.bin", SAME_HEADER, w -> w[300] = value, 0)));
    }

    private static List<String> compile(BadInput bench, String model, String... more) {
        List<String> arguments = new ArrayList<>(List.of("compile", model, "-o", bench.path("output")));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static List<Case> checkpoints() {
        return List.of(
                new Case("truncated checkpoint", "F2006", 3, "",
                        b -> compile(b, b.checkpoint("m.bin", SAME_HEADER, SAME_WEIGHTS, -4))),
                new Case("checkpoint shorter than a header", "F2006", 3, "", b -> compile(b, b.write("m.bin", new byte[20]))),
                new Case("empty checkpoint", "F2006", 3, "", b -> compile(b, b.write("m.bin", new byte[0]))),
                new Case("oversized checkpoint", "F2007", 3, "",
                        b -> compile(b, b.checkpoint("m.bin", SAME_HEADER, SAME_WEIGHTS, 1))),
                header("absurd width", 0, Integer.MAX_VALUE), header("negative width", 0, -16),
                header("zero layers", 2, 0), header("absurd layers", 2, 1 << 30), header("negative heads", 3, -2),
                header("heads that do not divide", 3, 3), header("absurd context", 6, Integer.MAX_VALUE),
                header("smallest vocabulary", 5, Integer.MIN_VALUE),
                new Case("dimensions whose product overflows", "F2006", 3, "", b -> compile(b, b.checkpoint("m.bin", h -> {
                    h[0] = 65536;
                    h[1] = 65536;
                    h[2] = 256;
                }, SAME_WEIGHTS, 0))),
                weight("NaN weight", Float.NaN), weight("infinite weight", Float.POSITIVE_INFINITY),
                weight("negative infinite weight", Float.NEGATIVE_INFINITY),
                new Case("tokenizer too small for the vocabulary", "F2025", 3, "", b -> compile(b,
                        b.checkpoint("m.bin", SAME_HEADER, SAME_WEIGHTS, 0), "--tokenizer", b.tokBin("tok.bin", 263))),
                new Case("tokenizer too large for the vocabulary", "F2025", 3, "", b -> compile(b,
                        b.checkpoint("m.bin", SAME_HEADER, SAME_WEIGHTS, 0), "--tokenizer", b.tokBin("tok.bin", 265))));
    }

    private static Case table(String name, String code, Consumer<ObjectNode> table) {
        return new Case(name, code, 3, "", b -> {
            String model = b.fable();
            b.tensors(table, SAME_DATA);
            return compile(b, model);
        });
    }

    private static Case half(String name, int bits) {
        return new Case(name, "F2106", 3, "", b -> {
            String model = b.fable();
            b.tensors(t -> { }, data -> data.putShort(1000, (short) bits));
            return compile(b, model);
        });
    }

    private static Case config(String name, String code, Consumer<ObjectNode> change) {
        return new Case(name, code, 3, "", b -> {
            String model = b.fable();
            b.json("model/config.json", change);
            return compile(b, model);
        });
    }

    private static Case notJson(String file, String text) {
        return new Case(file + " that is not JSON: " + text, "F2003", 3, file, b -> {
            String model = b.fable();
            b.write("model/" + file, text);
            return compile(b, model);
        });
    }

    private static void offsets(ObjectNode table, String tensor, long from, long to) {
        ((ObjectNode) table.get(tensor)).putArray("data_offsets").add(from).add(to);
    }

    private static List<Case> directories() {
        return List.of(
                table("overlapping safetensors entries", "F2017", t -> offsets(t, SECOND, 131070, 131326)),
                table("safetensors entry behind the end", "F2016", t -> offsets(t, FIRST, 1L << 40, (1L << 40) + 131072)),
                table("safetensors entry before the beginning", "F2016", t -> offsets(t, FIRST, -131072, 0)),
                table("safetensors entry with its end before its beginning", "F2016", t -> offsets(t, FIRST, 131072, 0)),
                half("NaN in binary16", 0x7e00), half("infinity in binary16", 0x7c00),
                config("absurd width in config.json", "F2005", c -> c.put("hidden_size", Integer.MAX_VALUE)),
                config("width in config.json beyond 64 bits", "F2009", c -> c.put("hidden_size",
                        new java.math.BigInteger("99999999999999999999999"))),
                config("negative layers in config.json", "F2005", c -> c.put("num_hidden_layers", -4)),
                config("text for a number in config.json", "F2009", c -> c.put("vocab_size", "many")),
                notJson("config.json", "hidden_size: 8"), notJson("config.json", ""), notJson("config.json", "[1]"),
                notJson("config.json", "[".repeat(100_000)), notJson("tokenizer.json", "{\"model\": "),
                new Case("tokenizer.json with an id beyond the vocabulary", "F2025", 3, "", b -> {
                    String model = b.fable();
                    b.json("model/tokenizer.json", t -> t.withArray("added_tokens").addObject().put("id", 512)
                            .put("content", "<more>").put("special", true).put("single_word", false).put("lstrip", false)
                            .put("rstrip", false).put("normalized", false));
                    return compile(b, model);
                }),
                new Case("model that is not there", "F2001", 3, "", b -> compile(b, b.path("absent.bin"))),
                new Case("file of no known format", "F2004", 3, "", b -> compile(b, b.write("model.xyz", "x"))));
    }

    private static String fablePath() {
        return SharedFiles.project("models/fable").toString();
    }

    private static Case configuration(String name, String code, int status, String said, String text) {
        return new Case(name, code, status, said,
                b -> compile(b, fablePath(), "--config", b.write("sizes.json", text)));
    }

    private static List<Case> fits() {
        return List.of(
                configuration("activation buffer too small", "F4001", 4, "256 binary16 elements", "{\"activation_elements\": 256}"),
                configuration("result buffer too small", "F4001", 4, "result buffer", "{\"result_elements\": 512}"),
                configuration("input buffer too small", "F4001", 4, "16 words", "{\"input_words\": 16}"),
                configuration("input scales too few", "F4001", 4, "16 scales", "{\"input_scales\": 16}"),
                configuration("token memory too small", "F4002", 4, "found 512", "{\"token_capacity\": 512}"),
                configuration("--config that is not JSON", "F2003", 3, "sizes.json", "array = 8"),
                configuration("--config with an unknown name", "F1005", 2, "colour", "{\"colour\": 3}"),
                configuration("--config with a size that cannot be built", "F1005", 2, "array", "{\"array\": 7}"),
                configuration("--config with products of which there are none", "F1005", 2, "", "{\"products\": \"DSP58\"}"),
                configuration("--config with products that the array is too small for", "F1005", 2, "an array of 8 or more",
                        "{\"array\": 4, \"products\": \"DSP48E2\", \"lanes\": 1}"),
                configuration("--config with text for a number", "F1005", 2, "", "{\"array\": \"8\"}"),
                new Case("prompt longer than the context", "F1004", 2, "512",
                        b -> List.of("run", fablePath(), "--prompt", "once upon ".repeat(600))),
                new Case("prompt longer than the context, reference", "F1004", 2, "512", b -> List.of("run", fablePath(),
                        "--device", "reference", "--prompt", "once upon ".repeat(600))));
    }

    private static Case damaged(String name, String code, Arrangement damage) {
        return new Case(name, code, 9, "", b -> {
            String directory = b.artefactCopy();
            damage.in(b);
            return List.of("run", directory, "--tokens", "2");
        });
    }

    private static Case lost(String file) {
        return damaged("artefact without " + file, "F9003", b -> {
            Files.delete(b.directory().resolve("artefact").resolve(file));
            return List.of();
        });
    }

    private static Case changed(String file) {
        return damaged("artefact with one byte of " + file + " changed", "F9004", b -> {
            byte[] bytes = Files.readAllBytes(b.directory().resolve("artefact").resolve(file));
            bytes[bytes.length / 2] ^= 1;
            b.write("artefact/" + file, bytes);
            return List.of();
        });
    }

    private static List<Case> artefacts() {
        return List.of(lost("program.bin"), lost("weights.bin"), lost("rtl/fabricast_top.v"), lost("tokenizer.json"),
                changed("program.bin"), changed("weights.bin"), changed("rtl/fabricast_top.v"), changed("tokenizer.json"),
                damaged("artefact from another version", "F9002", b -> {
                    b.json("artefact/manifest.json", m -> {
                        ObjectNode versions = (ObjectNode) m.get("versions");
                        versions.fieldNames().forEachRemaining(name -> {
                            if (versions.get(name).isInt()) {
                                versions.put(name, versions.get(name).asInt() + 1);
                            }
                        });
                    });
                    return List.of();
                }),
                damaged("artefact whose manifest is not JSON", "F9001", b -> {
                    b.write("artefact/manifest.json", "top: fabricast_top");
                    return List.of();
                }),
                damaged("artefact whose manifest is another object", "F9001", b -> {
                    b.write("artefact/manifest.json", "{}");
                    return List.of();
                }),
                damaged("artefact whose configuration was changed", "F9005", b -> {
                    b.json("artefact/manifest.json", m -> ((ObjectNode) m.get("configuration")).put("queue_depth", 8));
                    return List.of();
                }));
    }

    private static List<Case> outputs() {
        return List.of(
                new Case("file where the output directory should stand", "F1003", 2, "a file", b -> {
                    b.write("output", "mine");
                    return compile(b, fablePath());
                }),
                new Case("output directory with other contents", "F1003", 2, "other contents", b -> {
                    b.write("output/notes.txt", "mine");
                    return compile(b, fablePath());
                }),
                new Case("file in the way of the output's parent", "F1003", 2, "", b -> List.of("compile", fablePath(), "-o",
                        b.write("file", "mine") + "/output")),
                new Case("cache that is a file", "F1003", 2, "FABRICAST_CACHE", b -> {
                    b.environment().put("FABRICAST_CACHE", b.write("file", "mine"));
                    return List.of("run", fablePath(), "--tokens", "2");
                }),
                new Case("logits into a directory that is not there", "F1003", 2, "", b -> List.of("run", fablePath(),
                        "--dump-logits", b.path("absent/logits.json"))),
                new Case("trace into a directory that is not there", "F9107", 9, "", b -> List.of("run", fablePath(),
                        "--device", "rtl", "--trace", b.path("absent/t.fst"))),
                new Case("trace into a directory", "F9107", 9, "", b -> List.of("run", fablePath(), "--device", "rtl",
                        "--trace", b.directory().toString())));
    }

    private static List<String> rtl(BadInput bench) {
        return List.of("run", bench.artefact().toString(), "--device", "rtl", "--tokens", "2");
    }

    private static List<Case> tools() {
        String makefile = "echo '// header' > Vdut.h\nprintf '%s:\\n\\t$(CXX) -c $@\\n' "
                + "'wrapper.o Vdut__ALL.a verilated.o verilated_threads.o' > Vdut.mk";
        return List.of(
                new Case("Verilator that is not there", "F7001", 7, "no-such-verilator", b -> {
                    b.environment().put("FABRICAST_VERILATOR", b.path("no-such-verilator"));
                    return rtl(b);
                }),
                new Case("Verilator that does not start", "F7001", 7, "broken installation", b -> {
                    b.tool("FABRICAST_VERILATOR", "exit 1");
                    b.write("tools/FABRICAST_VERILATOR", "#!/bin/sh\necho broken installation\nexit 3\n");
                    return rtl(b);
                }),
                new Case("Verilator that fails", "F7501", 8, "%Error: first.v:3:7: planted", b -> {
                    b.tool("FABRICAST_VERILATOR", "echo '%Warning: before' >&2\necho '%Error: first.v:3:7: planted' >&2\n"
                            + "echo '%Error: second' >&2\nexit 1");
                    return rtl(b);
                }),
                new Case("Verilator that makes nothing", "F7503", 8, "Vdut.mk", b -> {
                    b.tool("FABRICAST_VERILATOR", "exit 0");
                    return rtl(b);
                }),
                new Case("C++ compiler that is not there", "F7001", 7, "no-such-compiler", b -> {
                    b.tool("FABRICAST_VERILATOR", makefile);
                    b.environment().put("FABRICAST_CXX", b.path("no-such-compiler"));
                    return rtl(b);
                }),
                new Case("C++ compiler that fails", "F7502", 8, "wrapper.cpp:1:2: error: planted", b -> {
                    b.tool("FABRICAST_VERILATOR", makefile);
                    b.tool("FABRICAST_CXX", "echo 'In file included from x:'\necho 'wrapper.cpp:1:2: error: planted'\nexit 1");
                    return rtl(b);
                }));
    }

    static Case usage(String code, int status, String... arguments) {
        return new Case(String.join(" ", arguments), code, status, "", b -> {
            List<String> all = new ArrayList<>(List.of(arguments));
            all.add(1, fablePath());
            return all;
        });
    }

    private static List<Case> options() {
        return List.of(usage("F1001", 2, "run", "--device", "gpu"), usage("F1001", 2, "run", "--device", ""),
                usage("F9108", 9, "run", "--device", "xrt:0"), usage("F1001", 2, "run", "--tokens", "-1"),
                usage("F1001", 2, "run", "--tokens", "many"), usage("F1001", 2, "run", "--temperature", "NaN"),
                usage("F1001", 2, "run", "--temperature", "-1"), usage("F1001", 2, "run", "--prompt", "\ud83d"),
                usage("F1001", 2, "run", "--trace", "t.fst:9-1", "--device", "rtl"),
                usage("F1001", 2, "run", "--trace", "t.fst"), usage("F1001", 2, "compile", "--board", "u9000", "--shape-only"),
                usage("F4003", 4, "compile", "--board", "u250", "--shape-only"),
                usage("F1006", 2, "compile", "--weights", "fp4", "--shape-only"),
                usage("F1006", 2, "compile", "--engine", "bit-serial", "--shape-only"),
                usage("F1011", 2, "compile", "--weights", "mixed", "--bits", "2.9", "--shape-only"),
                usage("F1011", 2, "compile", "--weights", "mixed", "--bits", "8.5", "--shape-only"),
                usage("F1001", 2, "compile", "--weights", "int4", "--bits", "4", "--shape-only"),
                usage("F1002", 2, "compile", "--weights", "mixed", "--calibration", "absent.txt", "--shape-only"),
                new Case("blank calibration text for mixed weights", "F1010", 2, "nothing but white space", b -> List.of("compile", fablePath(),
                        "--weights", "mixed", "--calibration", b.write("blank.txt", " \n\n"), "--shape-only")),
                usage("F1001", 2, "compile", "--group", "-3", "--shape-only"), usage("F1001", 2, "compile"),
                usage("F1001", 2, "compile", "--nonsense"), usage("F1002", 2, "evaluate", "--text", "absent.txt"),
                usage("F1001", 2, "evaluate"), usage("F1001", 2, "run", "--tokenizer", ""),
                usage("F1001", 2, "run", "--dump-logits", ""), usage("F1001", 2, "compile", "-o", ""),
                usage("F1001", 2, "run", "--trace", "", "--device", "rtl"),
                usage("F1001", 2, "run", "--trace", "t.fst:0-99999999999999999999", "--device", "rtl"),
                usage("F4002", 4, "compile", "--group", "2147483632", "--shape-only"),
                new Case("empty model", "F1001", 2, "empty path", b -> List.of("run", "")),
                new Case("empty code", "F1001", 2, "empty text", b -> List.of("explain", "")));
    }
}
