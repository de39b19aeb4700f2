// One DSP48E2: two INT8 products with a shared factor, added to the cascade.
//
//   p = (start ? -1 : pcin) + (upper * shared * 2^18 + lower * shared)        48 bits
//
// The -1 at the start of a sum is what makes the lower field separable, see reduction_node. start belongs to the operands and
// comes DEEP + 1 cycles after them; the result leaves 3 + DEEP cycles after them. A sum goes from slice to slice in a cycle, so
// a shallow slice and the deep one behind it take their operands together. One enable for all registers, no reset.
//
// With FABRICAST_DSP48E2 defined the primitive is instantiated, otherwise its twin. Attributes by UG579: AMULTSEL "AD" and
// PREADDINSEL "A": the multiplier takes the pre-adder, which adds port A to port D; INMODE 00100: D + A2, and B2; A_INPUT and
// B_INPUT "DIRECT": ports, not the ACIN and BCIN cascades; AREG = DREG = MREG = PREG = 1, ADREG and BREG by DEEP; ACASCREG,
// BCASCREG as AREG, BREG; OPMODEREG = 1: OPMODE works on the sum of the next cycle; OPMODE is {W, Z, Y, X}: X, Y = 01: the
// product, Z = 001: PCIN, 000: zero, W = 10: RND, 00: zero; IS_OPMODE_INVERTED[4]: the lowest bit of Z is the opposite of
// start; ALUMODE 0000: Z + W + X + Y + CIN; CARRYINSEL 000 with CARRYIN 0. Controls that are constant have no register
// (INMODEREG = ALUMODEREG = CARRYINSELREG = CARRYINREG = 0), so that they hold from the first cycle on. Port C is not used:
// CREG = 1, never enabled.
`default_nettype none
module dsp_slice #(
  parameter integer DEEP = 0  // 1: a register more in front of the multiplier
) (
  input  wire              clk,
  input  wire              en,
  input  wire signed [7:0] upper,
  input  wire signed [7:0] lower,
  input  wire signed [7:0] shared,
  input  wire              start,
  input  wire [47:0]       pcin,
  output wire [47:0]       pcout,
  output wire [47:0]       p
);
  localparam [47:0] MINUS_ONE = {48{1'b1}};
  wire [26:0] a = {{19{lower[7]}}, lower};
  wire [26:0] d = {upper[7], upper, 18'd0};
  wire [17:0] b = {{10{shared[7]}}, shared};
`ifdef FABRICAST_DSP48E2
  wire [65:0] unused;
  DSP48E2 #(
    .A_INPUT("DIRECT"), .B_INPUT("DIRECT"), .AMULTSEL("AD"), .BMULTSEL("B"), .PREADDINSEL("A"), .USE_MULT("MULTIPLY"),
    .USE_SIMD("ONE48"), .USE_WIDEXOR("FALSE"), .USE_PATTERN_DETECT("NO_PATDET"), .RND(MINUS_ONE),
    .IS_OPMODE_INVERTED(9'b00_001_0000),
    .AREG(1), .ACASCREG(1), .BREG(1 + DEEP), .BCASCREG(1 + DEEP), .CREG(1), .DREG(1), .ADREG(DEEP), .MREG(1), .PREG(1),
    .OPMODEREG(1), .INMODEREG(0), .ALUMODEREG(0), .CARRYINREG(0), .CARRYINSELREG(0)
  ) u_dsp (
    .CLK(clk), .A({{3{lower[7]}}, a}), .B(b), .C({48{1'b1}}), .D(d), .PCIN(pcin), .P(p), .PCOUT(pcout),
    .OPMODE({start, 3'b000, start, 4'b0101}), .INMODE(5'b00100), .ALUMODE(4'b0000), .CARRYIN(1'b0), .CARRYINSEL(3'b000),
    .CEA1(1'b0), .CEA2(en), .CEB1(DEEP == 1 ? en : 1'b0), .CEB2(en), .CEC(1'b0), .CED(en), .CEAD(DEEP == 1 ? en : 1'b0),
    .CEM(en), .CEP(en), .CECTRL(en), .CEINMODE(1'b0), .CEALUMODE(1'b0), .CECARRYIN(1'b0),
    .RSTA(1'b0), .RSTB(1'b0), .RSTC(1'b0), .RSTD(1'b0), .RSTM(1'b0), .RSTP(1'b0), .RSTCTRL(1'b0), .RSTINMODE(1'b0),
    .RSTALUMODE(1'b0), .RSTALLCARRYIN(1'b0), .ACIN(30'd0), .BCIN(18'd0), .CARRYCASCIN(1'b0), .MULTSIGNIN(1'b0),
    .ACOUT(unused[29:0]), .BCOUT(unused[47:30]), .CARRYCASCOUT(unused[48]), .CARRYOUT(unused[52:49]),
    .MULTSIGNOUT(unused[53]), .OVERFLOW(unused[54]), .PATTERNBDETECT(unused[55]), .PATTERNDETECT(unused[56]),
    .UNDERFLOW(unused[57]), .XOROUT(unused[65:58]));
`else
  wire [8:0] opmode = {start, 3'b000, !start, 4'b0101};
  dsp48e2_twin #(.ADREG(DEEP), .BREG(1 + DEEP), .RND(MINUS_ONE)) u_twin (
    .clk(clk), .ce(en), .a(a), .b(b), .d(d), .opmode(opmode), .pcin(pcin), .p(p), .pcout(pcout));
`endif
endmodule
`default_nettype wire
