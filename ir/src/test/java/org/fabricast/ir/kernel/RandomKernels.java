package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes random kernel sources that use every operator, type, loop and reduction of the language. */
public final class RandomKernels {

    private static final List<String> TYPES =
            List.of("f32", "f16", "bf16", "bool", "u8", "i8", "i13", "u32", "i32", "u48", "i64", "u64");
    private static final List<String> INTEGERS = TYPES.subList(4, TYPES.size());

    private record Variable(String type, String name) { }

    private final Random random;
    private final List<Variable> variables = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> signature = new ArrayList<>();
    private final List<String> rewound = new ArrayList<>();
    private String rewoundType = "";
    /** Type of the memory that vector loops fill and read; empty when there is none. */
    private String filled = "";
    private List<String> types = TYPES;
    private List<String> integers = INTEGERS;
    private List<String> ports = List.of();
    private int names;

    private RandomKernels(long seed) {
        this.random = new Random(seed);
    }

    /** Inputs: f32 a, f16 b, i8 c, u32 d; outputs f32 p, f16 q, i13 r, u8 t (scalar); arguments n, m, k, s. */
    public static String source(long seed) {
        return new RandomKernels(seed).kernel();
    }

    /**
     * A small kernel that becomes hardware with 1, 2 and 4 lanes: one to three of a vector loop, a scalar loop with carried
     * values and a memory, a nest of both, and code between; streams of random types. Arguments n (trips of vector loops), m
     * (trips of scalar loops), k, s. Its name is {@code r} and the seed.
     */
    public static String small(long seed) {
        return new RandomKernels(seed).smallKernel(seed);
    }

    private String smallKernel(long seed) {
        String wide = (random.nextBoolean() ? "u" : "i") + (4 + random.nextInt(61));
        types = List.of("f32", "f16", "bf16", "bool", "u8", "i13", "u32", "i32", wide, wide);
        integers = types.subList(4, types.size());
        ports = List.of("f32", "f16", "bf16", "u8", "i13", "u32", "i32");
        text.append("table i13 ti[16] = { -1, 2, -3, 4, 5, 6, -4096, 8, 9, 10, 11, 12, 13, 4095, 0, 1 };\n");
        text.append("table f32 tf[16] = { 1.5, -2.0, 0.0, 1e-40, 1e38, 3.25, 7.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,"
                + " -0.0, 9.0 };\n");
        text.append("table u64 tl[16] = { 0xffffffffffffffff, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };\n");
        variables.addAll(List.of(new Variable("u32", "n"), new Variable("i32", "k"), new Variable("f32", "s")));
        boolean nested = random.nextInt(3) == 0;
        if (random.nextInt(3) > 0 || nested) {
            smallScalar(nested);
        }
        if (random.nextInt(3) == 0) {
            fillMemory();
        }
        if (!nested || random.nextBoolean()) {
            smallVector("n", "");
            if (random.nextInt(3) == 0) {
                rewound.forEach(stream -> text.append("rewind(").append(stream).append(");\n"));
                smallVector("n", rewound.getFirst());
            }
        }
        if (!filled.isEmpty()) {
            text.append(filled).append(" last = w[u8(").append(expression("u32", 1)).append(")];\n");
            variables.add(new Variable(filled, "last"));
        }
        declare(random.nextInt(3));
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            String type = pick(ports);
            signature.add("result " + type + " z" + i);
            text.append("z").append(i).append(" = ").append(expression(type, 2)).append(";\n");
        }
        return "kernel r" + seed + "(" + String.join(", ", signature) + ", u32 n, u32 m, i32 k, f32 s) {\n" + text + "}\n";
    }

    /** A memory filled lane by lane, or two elements per iteration; more elements than a vector loop has iterations. */
    private void fillMemory() {
        filled = pick(integers);
        text.append(pick(List.of("", "", "#pragma partition factor=4\n", "#pragma partition factor=8\n")))
                .append("mem ").append(filled).append(" w[320];\n")
                .append(pick(List.of("vector for", "#pragma unroll factor=2\nfor"))).append(" (q : 320) { w[q] = ").append(filled)
                .append("(q * 77); }\n");
    }

    /** A vector loop over a stream read before, or over new ones. */
    private void smallVector(String bound, String again) {
        String id = "" + names++;
        String reduced = pick(integers);
        boolean sums = random.nextInt(3) == 0;
        boolean extreme = random.nextInt(3) == 0;
        List<String> reductions = new ArrayList<>();
        if (sums) {
            reductions.add("reduce(sum, " + (16 << random.nextInt(2)) + ") f32 x" + id);
        }
        if (extreme) {
            reductions.add("reduce(" + pick(List.of("min", "max")) + ", " + (1 << random.nextInt(4)) + ") " + reduced + " g" + id);
        }
        text.append("vector for (j").append(id).append(" : ").append(bound).append(") ").append(String.join(", ", reductions))
                .append(" {\n");
        int outside = variables.size();
        variables.add(new Variable("u32", "j" + id));
        if (again.isEmpty()) {
            int streams = 1 + random.nextInt(2);
            for (int i = 0; i < streams; i++) {
                String type = pick(ports);
                String stream = "a" + names++;
                signature.add("in stream " + type + " " + stream);
                if (i == 0) {
                    rewound.clear();
                    rewound.add(stream);
                    again = type;
                }
                read(type, stream);
            }
            rewoundType = again;
        } else {
            read(rewoundType, again);
        }
        if (!filled.isEmpty()) {
            String element = "w[j" + id + pick(List.of("", " + 1", " + 2", " + 3")) + "]";
            if (random.nextBoolean()) {
                text.append(element).append(" = ").append(expression(filled, 2)).append(";\n");
            } else {
                text.append(filled).append(" h").append(id).append(" = ").append(element).append(";\n");
                variables.add(new Variable(filled, "h" + id));
            }
        }
        declare(1 + random.nextInt(3));
        if (random.nextInt(4) > 0 || !sums && !extreme) {
            String type = pick(ports);
            String stream = "p" + names++;
            signature.add("out stream " + type + " " + stream);
            text.append("write(").append(stream).append(", ").append(expression(type, 2)).append(");\n");
        }
        if (sums) {
            text.append("x").append(id).append(" <- ").append(expression("f32", 2)).append(";\n");
        }
        if (extreme) {
            text.append("g").append(id).append(" <- ").append(expression(reduced, 2)).append(";\n");
        }
        text.append("}\n");
        variables.subList(outside, variables.size()).clear();
        if (sums) {
            variables.add(new Variable("f32", "x" + id));
        }
        if (extreme) {
            variables.add(new Variable(reduced, "g" + id));
        }
    }

    private void smallScalar(boolean nested) {
        boolean remembers = random.nextBoolean();
        String kept = pick(types);
        if (remembers) {
            text.append(pick(List.of("", "", "#pragma partition factor=2\n"))).append("mem ").append(kept).append(" m0[16];\n");
            text.append("for (w : 16) { m0[w] = ").append(kept.equals("f32") || kept.equals("f16") || kept.equals("bf16")
                    ? literal(kept) : kept.equals("bool") ? "w < 7" : kept + "(w * 77)").append("; }\n");
        }
        List<Variable> carried = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Variable v = new Variable(pick(types), "v" + names++);
            text.append(v.type).append(' ').append(v.name).append(" = ").append(expression(v.type, 1)).append(";\n");
            variables.add(v);
            carried.add(v);
        }
        String id = "" + names++;
        text.append(pick(List.of("", "", "#pragma pipeline off\n"))).append("for (j").append(id).append(" : m) {\n");
        int outside = variables.size();
        variables.add(new Variable("u32", "j" + id));
        if (random.nextBoolean()) {
            String type = pick(ports);
            signature.add("in stream " + type + " c");
            read(type, "c");
        }
        if (remembers) {
            text.append("m0[u4(").append(expression("u32", 1)).append(")] = ").append(expression(kept, 2)).append(";\n");
            text.append(kept).append(" o").append(id).append(" = m0[u4(").append(expression("u32", 1)).append(")];\n");
            variables.add(new Variable(kept, "o" + id));
        }
        declare(random.nextInt(3));
        if (nested) {
            smallVector("8", "");
        }
        if (random.nextBoolean() || carried.isEmpty() && !remembers && !nested) {
            String type = pick(ports);
            signature.add("out stream " + type + " t");
            text.append("write(t, ").append(expression(type, 2)).append(");\n");
        }
        for (Variable v : carried) {
            text.append(v.name).append(" = ").append(expression(v.type, 2)).append(";\n");
        }
        text.append("}\n");
        variables.subList(outside, variables.size()).clear();
    }

    private String kernel() {
        text.append("kernel random(in stream f32 a, in stream f16 b, in stream i8 c, in stream u32 d, out stream f32 p,"
                + " out stream f16 q, out stream i13 r, out stream u8 t, result i8 z, result f32 y, u32 n, u32 m, i32 k,"
                + " f32 s) {\n");
        text.append("table i13 ti[16] = { -1, 2, -3, 4, 5, 6, -4096, 8, 9, 10, 11, 12, 13, 4095, 0, 1 };\n");
        text.append("table f32 tf[16] = { 1.5, -2.0, 0.0, 1e-40, 1e38, 3.25, 7.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,"
                + " -0.0, 9.0 };\n");
        text.append("table u64 tl[16] = { 0xffffffffffffffff, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };\n");
        text.append("mem u32 m0[16];\nmem f32 m1[16];\n");
        text.append("for (w : 16) { m0[w] = w * 77; m1[w] = f32(i32(w)); }\n");
        for (Variable v : List.of(new Variable("u32", "n"), new Variable("i32", "k"), new Variable("f32", "s"))) {
            variables.add(v);
        }
        vector(true);
        text.append("rewind(a);\nrewind(b);\nrewind(c);\nrewind(d);\n");
        scalar();
        vector(false);
        text.append("z = ").append(expression("i8", 3)).append(";\ny = ").append(expression("f32", 3)).append(";\n}\n");
        return text.toString();
    }

    private void vector(boolean first) {
        String[] reduced = {pick(integers), pick(integers)};
        String id = "" + names++;
        text.append("vector for (j").append(id).append(" : n) reduce(sum, ").append(1 << random.nextInt(7))
                .append(") f32 x").append(id).append(", reduce(max, ").append(1 << random.nextInt(4)).append(") ")
                .append(reduced[0]).append(" g").append(id).append(", reduce(min, 4) ").append(reduced[1])
                .append(" l").append(id).append(" {\n");
        int outside = variables.size();
        variables.add(new Variable("u32", "j" + id));
        read("f32", "a");
        read("f16", "b");
        read("i8", "c");
        read("u32", "d");
        declare(12);
        if (first) {
            text.append("write(p, ").append(expression("f32", 3)).append(");\n");
            text.append("write(q, ").append(expression("f16", 3)).append(");\n");
            text.append("write(r, ").append(expression("i13", 3)).append(");\n");
        }
        text.append("x").append(id).append(" <- ").append(expression("f32", 2)).append(";\n");
        text.append("g").append(id).append(" <- ").append(expression(reduced[0], 2)).append(";\n");
        text.append("l").append(id).append(" <- ").append(expression(reduced[1], 2)).append(";\n}\n");
        variables.subList(outside, variables.size()).clear();
        variables.add(new Variable("f32", "x" + id));
        variables.add(new Variable(reduced[0], "g" + id));
        variables.add(new Variable(reduced[1], "l" + id));
    }

    private void scalar() {
        List<Variable> carried = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Variable v = new Variable(pick(types), "v" + names++);
            text.append(v.type).append(' ').append(v.name).append(" = ").append(expression(v.type, 2)).append(";\n");
            variables.add(v);
            carried.add(v);
        }
        String id = "" + names++;
        text.append("for (j").append(id).append(" : m) reduce(sum, 2) f32 x").append(id).append(" {\n");
        int outside = variables.size();
        variables.add(new Variable("u32", "j" + id));
        declare(5);
        text.append("m0[u4(").append(expression("u32", 2)).append(")] = ").append(expression("u32", 2)).append(";\n");
        text.append("u32 o").append(id).append(" = m0[u4(").append(expression("u32", 2)).append(")];\n");
        text.append("m1[u4(o").append(id).append(")] = ").append(expression("f32", 2)).append(";\n");
        text.append("f32 h").append(id).append(" = m1[u4(").append(expression("u8", 2)).append(")];\n");
        variables.add(new Variable("u32", "o" + id));
        variables.add(new Variable("f32", "h" + id));
        text.append("write(t, ").append(expression("u8", 3)).append(");\n");
        text.append("x").append(id).append(" <- ").append(expression("f32", 2)).append(";\n");
        for (Variable v : carried) {
            text.append(v.name).append(" = ").append(expression(v.type, 3)).append(";\n");
        }
        text.append("}\n");
        variables.subList(outside, variables.size()).clear();
        variables.add(new Variable("f32", "x" + id));
    }

    private void read(String type, String stream) {
        String name = "e" + names++;
        text.append(type).append(' ').append(name).append(" = read(").append(stream).append(");\n");
        variables.add(new Variable(type, name));
    }

    private void declare(int count) {
        for (int i = 0; i < count; i++) {
            Variable v = new Variable(pick(types), "v" + names++);
            text.append(v.type).append(' ').append(v.name).append(" = ").append(expression(v.type, 3)).append(";\n");
            variables.add(v);
            if (random.nextInt(4) == 0) {
                select(v);
            } else if (random.nextInt(6) == 0) {
                text.append("#pragma unroll\nfor (c").append(names).append(" : 3) { ").append(v.name).append(" = ")
                        .append(expression(v.type, 2)).append("; }\n");
                names++;
            }
        }
    }

    /** A variable assigned in branches, with a table index that only its branch keeps in range. */
    private void select(Variable v) {
        String id = "y" + names++;
        text.append("u8 ").append(id).append(" = ").append(expression("u8", 2)).append(";\nif (").append(id)
                .append(" < 16) { ").append(v.name).append(" = ").append(expression(v.type, 2)).append("; if (")
                .append(expression("bool", 2)).append(") { ").append(v.name).append(" = ").append(expression(v.type, 2))
                .append("; } i13 i").append(id).append(" = ti[").append(id).append("]; } else { ").append(v.name)
                .append(" = ").append(expression(v.type, 2)).append("; }\n");
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String expression(String type, int depth) {
        List<Variable> same = variables.stream().filter(v -> v.type.equals(type)).toList();
        if (depth == 0 || random.nextInt(6) == 0) {
            return same.isEmpty() || random.nextInt(4) == 0 ? literal(type) : same.get(random.nextInt(same.size())).name;
        }
        if (random.nextInt(6) == 0) {
            return "(" + expression("bool", depth - 1) + " ? " + expression(type, depth - 1) + " : "
                    + expression(type, depth - 1) + ")";
        }
        return switch (type) {
            case "f32" -> single(depth - 1);
            case "f16" -> random.nextInt(3) == 0 ? "as_f16(u16(" + expression("u32", depth - 1) + "))"
                    : random.nextInt(3) == 0 ? "(" + expression("f16", depth - 1) + pick(List.of(" + ", " - ", " * "))
                    + expression("f16", depth - 1) + ")" : "f16(" + expression("f32", depth - 1) + ")";
            case "bf16" -> random.nextInt(3) == 0 ? "bf16(" + expression("f32", depth - 1) + ")"
                    : "(" + expression("bf16", depth - 1) + pick(List.of(" + ", " - ", " * ")) + expression("bf16", depth - 1)
                    + ")";
            case "bool" -> bool(depth - 1);
            default -> integer(type, depth - 1);
        };
    }

    private String literal(String type) {
        return switch (type) {
            case "f32" -> pick(List.of("0.0", "1.5", "-2.25", "1e-42", "3e38", "0x1.8p-3", "as_f32(0x7fc12345)"));
            case "f16" -> pick(List.of("f16(0.5)", "f16(65504.0)", "as_f16(0x7e01)", "f16(1e-7)"));
            case "bf16" -> pick(List.of("bf16(0.5)", "bf16(3e38)", "as_bf16(u16(0x7f81))"));
            case "bool" -> random.nextBoolean() ? "true" : "false";
            default -> {
                int range = 1 << Math.min(8, Integer.parseInt(type.substring(1)));
                int number = random.nextInt(range);
                yield type + "(" + (type.charAt(0) == 'i' ? number - range / 2 : number) + ")";
            }
        };
    }

    private String single(int depth) {
        return switch (random.nextInt(9)) {
            case 7 -> "fma(" + expression("f32", depth) + ", " + expression("f32", depth) + ", " + expression("f32", depth) + ")";
            case 8 -> "f32(as_fx5_8(i13(" + expression("i13", depth) + ")) * as_ufx2_6(" + expression("u8", depth) + "))";
            case 0 -> "f32(" + expression(pick(List.of("f16", "bf16", "i32", "i8", "u8", "i13", "bool")), depth) + ")";
            case 1 -> "as_f32(" + expression(pick(List.of("u32", "i32")), depth) + ")";
            case 2 -> "-" + expression("f32", 0);
            case 3 -> "tf[u4(" + expression("u8", depth) + ")]";
            default -> "(" + expression("f32", depth) + pick(List.of(" + ", " - ", " * ")) + expression("f32", depth) + ")";
        };
    }

    private String bool(int depth) {
        String compared = random.nextInt(3) == 0 ? pick(List.of("f32", "f16", "bf16")) : pick(integers);
        return switch (random.nextInt(5)) {
            case 0 -> "!" + expression("bool", 0);
            case 1 -> "(" + expression("bool", depth) + pick(List.of(" & ", " | ", " ^ ")) + expression("bool", depth) + ")";
            default -> "(" + expression(compared, depth) + pick(List.of(" < ", " <= ", " > ", " >= ", " == ", " != "))
                    + expression(compared, depth) + ")";
        };
    }

    private String integer(String type, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> type + "(" + expression(pick(types), depth) + ")";
            case 6 -> random.nextBoolean() ? "(" + expression(type, depth) + pick(List.of(" / ", " % ")) + "4)"
                    : type + "(as_fx5_8(" + expression("i13", depth) + ")" + pick(List.of("", ", up", ", floor, wrap")) + ")";
            case 1 -> type + "(bits(" + expression(pick(types), depth) + "))";
            case 2 -> "~" + expression(type, 0);
            case 3 -> "-" + expression(type, 0);
            case 4 -> "(" + expression(type, depth) + pick(List.of(" << ", " >> ")) + pick(List.of("1", "7", "31", "33",
                    "64", expression("u8", depth))) + ")";
            case 5 -> type + "(" + pick(List.of("ti", "tl")) + "[u4(" + expression("u32", depth) + ")])";
            default -> "(" + expression(type, depth) + pick(List.of(" + ", " - ", " * ", " & ", " | ", " ^ "))
                    + expression(type, depth) + ")";
        };
    }
}
