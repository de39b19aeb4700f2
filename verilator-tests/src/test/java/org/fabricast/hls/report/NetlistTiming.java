package org.fabricast.hls.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Longest path from register or port to register of a Yosys netlist for a Xilinx part.
 *
 * <p>Units: nanoseconds, nets included: the figures of {@code docs/hls.md}. A carry chain is entered once (0.12) and costs
 * 15 ps a bit along it; a wide multiplexer of a slice costs 0.15. Every output of a cell waits for every input, but a bit of
 * a carry chain for no higher one. A DSP slice counts as
 * combinational, a shift register in a look-up table as the register it is.
 */
final class NetlistTiming {

    private static final double CLOCK_TO_OUTPUT = 0.5;
    private static final double SETUP = 0.2;
    private static final double LEVEL = 0.5;
    private static final double WIDE_MULTIPLEXER = 0.15;
    private static final double CARRY_ENTRY = 0.12;
    private static final double CARRY_OF_FOUR = 4 * 0.015;
    private static final double MULTIPLIER = 2.5;

    private record Driver(JsonNode cell, String port, int bit) {
    }

    private final JsonNode cells;
    private final Map<Integer, Driver> drivers = new HashMap<>();
    private final Map<Integer, Double> arrivals = new HashMap<>();

    private NetlistTiming(JsonNode module) {
        cells = module.get("cells");
        for (JsonNode cell : cells) {
            for (Map.Entry<String, JsonNode> connection : cell.get("connections").properties()) {
                if (isOutput(cell, connection.getKey())) {
                    for (int i = 0; i < connection.getValue().size(); i++) {
                        drivers.put(connection.getValue().get(i).asInt(), new Driver(cell, connection.getKey(), i));
                    }
                }
            }
        }
    }

    /** The slowest stage of a module as {@code write_json} gives it, flattened and mapped. */
    static double slowestStage(JsonNode module) {
        NetlistTiming timing = new NetlistTiming(module);
        double slowest = 0;
        for (JsonNode cell : timing.cells) {
            if (isRegister(type(cell))) {
                for (Map.Entry<String, JsonNode> connection : cell.get("connections").properties()) {
                    if (!isOutput(cell, connection.getKey()) && !connection.getKey().equals("C")) {
                        for (JsonNode net : connection.getValue()) {
                            slowest = Math.max(slowest, timing.arrival(net) + SETUP);
                        }
                    }
                }
            }
        }
        return slowest;
    }

    private double arrival(JsonNode net) {
        if (!net.isInt()) {
            return 0;   // a constant
        }
        Double known = arrivals.get(net.asInt());
        if (known != null) {
            return known;
        }
        Driver driver = drivers.get(net.asInt());
        double found = driver == null || isRegister(type(driver.cell())) ? CLOCK_TO_OUTPUT : through(driver);
        arrivals.put(net.asInt(), found);
        return found;
    }

    private double through(Driver driver) {
        boolean carry = type(driver.cell()).equals("CARRY4");
        double latest = 0;
        for (Map.Entry<String, JsonNode> connection : driver.cell().get("connections").properties()) {
            String pin = connection.getKey();
            if (!isOutput(driver.cell(), pin) && !pin.equals("CLK")) {
                for (int i = 0; i < connection.getValue().size(); i++) {
                    JsonNode net = connection.getValue().get(i);
                    boolean higher = carry && !pin.startsWith("C") && i > driver.bit();
                    if (net.isInt() && !higher) {
                        latest = Math.max(latest, arrival(net) + delay(type(driver.cell()), pin));
                    }
                }
            }
        }
        return latest;
    }

    private static double delay(String type, String pin) {
        return switch (type) {
            case "MUXF7", "MUXF8", "MUXF9" -> WIDE_MULTIPLEXER;
            case "CARRY4" -> pin.equals("CI") ? CARRY_OF_FOUR : CARRY_ENTRY;
            case "DSP48E1", "DSP48E2" -> MULTIPLIER;
            case "LUT1", "LUT2", "LUT3", "LUT4", "LUT5", "LUT6", "INV" -> LEVEL;
            default -> throw new IllegalArgumentException("no delay known of " + type);
        };
    }

    private static String type(JsonNode cell) {
        return cell.get("type").asText();
    }

    private static boolean isRegister(String type) {
        return type.startsWith("FD") || type.startsWith("SRL");
    }

    private static boolean isOutput(JsonNode cell, String port) {
        return cell.get("port_directions").path(port).asText().equals("output");
    }
}
