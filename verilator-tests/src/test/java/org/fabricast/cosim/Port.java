package org.fabricast.cosim;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One port of a unit.
 *
 * @param name      name in the Verilog
 * @param bits      width, 1 to 32,768
 * @param direction seen from the unit
 */
public record Port(String name, int bits, Direction direction) {

    /** Direction of a port, seen from the unit. */
    public enum Direction { IN, OUT }

    private static final Pattern DECLARATION = Pattern.compile(
            "\\b(input|output)\\s+(?:wire|reg)?\\s*(?:signed)?\\s*(?:\\[\\s*(\\w+)\\s*:\\s*0\\s*\\])?\\s*(\\w+)\\s*[,)]");

    public Port {
        if (!name.matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("not a port name: " + name);
        }
        if (bits < 1 || bits > 32768) {
            throw new IllegalArgumentException(name + " has " + bits + " bits");
        }
    }

    public static Port in(String name, int bits) {
        return new Port(name, bits, Direction.IN);
    }

    public static Port out(String name, int bits) {
        return new Port(name, bits, Direction.OUT);
    }

    /** 32-bit words that hold the port's value. */
    public int words() {
        return (bits + 31) / 32;
    }

    /** 64-bit slots that hold the port's value. */
    public int slots() {
        return (bits + 63) / 64;
    }

    /** Ports of a module whose header is of the ANSI style with literal ranges ({@code [31:0]}), as generators print it. */
    public static List<Port> parse(String verilog, String module) {
        String text = verilog.replaceAll("//[^\\n]*", "").replaceAll("(?s)/\\*.*?\\*/", "");
        Matcher header = Pattern.compile("(?s)\\bmodule\\s+" + module + "\\b(.*?)\\)\\s*;").matcher(text);
        if (!header.find()) {
            throw new IllegalArgumentException("no module " + module);
        }
        String body = header.group(1) + ")";
        List<Port> ports = new ArrayList<>();
        Matcher declaration = DECLARATION.matcher(body);
        while (declaration.find()) {
            String high = declaration.group(2);
            if (high != null && !high.matches("\\d+")) {
                throw new IllegalArgumentException("width of " + declaration.group(3) + " is not a literal: " + high);
            }
            int bits = high == null ? 1 : Integer.parseInt(high) + 1;
            boolean input = declaration.group(1).equals("input");
            ports.add(new Port(declaration.group(3), bits, input ? Direction.IN : Direction.OUT));
        }
        long declared = Pattern.compile("\\b(input|output)\\b").matcher(body).results().count();
        if (ports.isEmpty() || ports.size() != declared) {
            throw new IllegalArgumentException("read " + ports.size() + " of " + declared + " ports of " + module);
        }
        return List.copyOf(ports);
    }
}
