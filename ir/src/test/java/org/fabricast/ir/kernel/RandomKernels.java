package org.fabricast.ir.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes random kernel sources that use every operator, type, loop and reduction of the language. */
final class RandomKernels {

    private static final List<String> TYPES =
            List.of("f32", "f16", "bf16", "bool", "u8", "i8", "i13", "u32", "i32", "u48", "i64", "u64");
    private static final List<String> INTEGERS = TYPES.subList(4, TYPES.size());

    private record Variable(String type, String name) { }

    private final Random random;
    private final List<Variable> variables = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int names;

    private RandomKernels(long seed) {
        this.random = new Random(seed);
    }

    /** Inputs: f32 a, f16 b, i8 c, u32 d; outputs f32 p, f16 q, i13 r, u8 t (scalar); arguments n, m, k, s. */
    static String source(long seed) {
        return new RandomKernels(seed).kernel();
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
        String[] reduced = {pick(INTEGERS), pick(INTEGERS)};
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
            Variable v = new Variable(pick(TYPES), "v" + names++);
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
            Variable v = new Variable(pick(TYPES), "v" + names++);
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
            default -> type + "(" + (type.charAt(0) == 'i' ? random.nextInt(200) - 100 : random.nextInt(256)) + ")";
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
        String compared = pick(List.of("f32", "f16", "bf16", "u8", "i8", "i13", "u32", "i32", "u48", "i64", "u64"));
        return switch (random.nextInt(5)) {
            case 0 -> "!" + expression("bool", 0);
            case 1 -> "(" + expression("bool", depth) + pick(List.of(" & ", " | ", " ^ ")) + expression("bool", depth) + ")";
            default -> "(" + expression(compared, depth) + pick(List.of(" < ", " <= ", " > ", " >= ", " == ", " != "))
                    + expression(compared, depth) + ")";
        };
    }

    private String integer(String type, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> type + "(" + expression(pick(TYPES), depth) + ")";
            case 6 -> random.nextBoolean() ? "(" + expression(type, depth) + pick(List.of(" / ", " % ")) + "4)"
                    : type + "(as_fx5_8(" + expression("i13", depth) + ")" + pick(List.of("", ", up", ", floor, wrap")) + ")";
            case 1 -> type + "(bits(" + expression(pick(TYPES), depth) + "))";
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
