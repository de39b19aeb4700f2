// What dsp_slice uses of a DSP48E2, for simulators and for families without one. Port and register names are those of UG579.
//
//   AD = D + A2                                    INMODE 00100, PREADDINSEL "A", AMULTSEL "AD"
//   M  = AD * B2                                   USE_MULT "MULTIPLY"
//   P  = W + Z + X + Y                             ALUMODE 0000, CARRYIN 0, 48 bits, wraps
//   OPMODE[8:7]: W = 00 -> 0, 10 -> RND            OPMODE[6:4]: Z = 000 -> 0, 001 -> PCIN
//   OPMODE[3:0]: X and Y = 0101 -> the product M, 0000 -> 0
//
// Other codes of OPMODE are not modelled and give 0. Registers: A, D, M, P and OPMODE one each; ADREG and BREG as parameters.
// They all have the one enable. The product of 45 bits and its factors are held in 48, sign extended, which costs a simulator
// nothing. Latency from A, B, D to P: 3 + ADREG cycles, for which BREG = 1 + ADREG. No reset.
`default_nettype none
module dsp48e2_twin #(
  parameter integer ADREG = 0,  // 0 or 1
  parameter integer BREG = 1,   // 1 or 2
  parameter [47:0]  RND = 48'd0
) (
  input  wire        clk,
  input  wire        ce,
  input  wire [26:0] a,      // bits 29:27 of the port do not reach the pre-adder
  input  wire [17:0] b,
  input  wire [26:0] d,
  input  wire [8:0]  opmode,
  input  wire [47:0] pcin,
  output wire [47:0] p,
  output wire [47:0] pcout
);
  reg [26:0] a2_q;
  reg [26:0] d_q;
  reg [47:0] b1_q;
  reg [47:0] m_q;
  reg [8:0]  opmode_q;
  reg [47:0] p_q;
  wire [26:0] sum = d_q + a2_q;
  wire [47:0] wide = {{21{sum[26]}}, sum};
  wire [47:0] ad;
  wire [47:0] b2;

  generate
    if (ADREG == 0) begin : g_no_ad
      assign ad = wide;
    end else begin : g_ad
      reg [47:0] ad_q;
      always @(posedge clk) if (ce) ad_q <= wide;
      assign ad = ad_q;
    end
    if (BREG == 1) begin : g_b
      assign b2 = b1_q;
    end else begin : g_b2
      reg [47:0] b2_q;
      always @(posedge clk) if (ce) b2_q <= b1_q;
      assign b2 = b2_q;
    end
  endgenerate

  wire [47:0] w = opmode_q[8:7] == 2'b10 ? RND : 48'd0;
  wire [47:0] z = opmode_q[6:4] == 3'b001 ? pcin : 48'd0;
  wire [47:0] xy = opmode_q[3:0] == 4'b0101 ? m_q : 48'd0;
  assign p = p_q;
  assign pcout = p_q;

  always @(posedge clk) begin
    if (ce) begin
      a2_q <= a;
      d_q <= d;
      b1_q <= {{30{b[17]}}, b};
      m_q <= ad * b2;
      opmode_q <= opmode;
      p_q <= w + z + xy;
    end
  end
endmodule
`default_nettype wire
