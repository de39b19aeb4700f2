/**
 * Turns Verilog and a C++ wrapper into a shared library with Verilator, once per content.
 *
 * <p>Comes in: Verilog texts, the name of the top module, the text of a C++ wrapper. Goes out: the path of a shared
 * library in a cache. Must not import anything of the compiler or of the RTL generators; what the wrapper does is the
 * caller's affair.
 */
package org.fabricast.driver.verilator;
