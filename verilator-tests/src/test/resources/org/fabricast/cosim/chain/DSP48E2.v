// The primitive as UG579 documents it, as far as AMULTSEL "AD", PREADDINSEL "A", USE_SIMD "ONE48" go: registers by attribute
// with their own enables and resets, INMODE, OPMODE with all its multiplexers, ALUMODE, inversion of OPMODE. Written for the
// test of dsp_slice, which must set every attribute and port rightly; an attribute outside that set gives a wrong result.
`default_nettype none
// Ports and attributes of the primitive that a chain never varies are not read here.
/* verilator lint_off UNUSED */
// Attributes are strings of several lengths.
/* verilator lint_off WIDTH */
module DSP48E2 #(
  parameter A_INPUT = "DIRECT", parameter B_INPUT = "DIRECT", parameter AMULTSEL = "A", parameter BMULTSEL = "B",
  parameter PREADDINSEL = "A", parameter USE_MULT = "MULTIPLY", parameter USE_SIMD = "ONE48",
  parameter USE_WIDEXOR = "FALSE", parameter USE_PATTERN_DETECT = "NO_PATDET", parameter [47:0] RND = 48'd0,
  parameter [8:0] IS_OPMODE_INVERTED = 9'd0,
  parameter integer AREG = 1, parameter integer ACASCREG = 1, parameter integer BREG = 1, parameter integer BCASCREG = 1,
  parameter integer CREG = 1, parameter integer DREG = 1, parameter integer ADREG = 1, parameter integer MREG = 1,
  parameter integer PREG = 1, parameter integer OPMODEREG = 1, parameter integer INMODEREG = 1,
  parameter integer ALUMODEREG = 1, parameter integer CARRYINREG = 1, parameter integer CARRYINSELREG = 1
) (
  input  wire CLK,
  input  wire signed [29:0] A, input wire signed [17:0] B, input wire [47:0] C, input wire signed [26:0] D,
  input  wire [29:0] ACIN, input wire [17:0] BCIN, input wire [47:0] PCIN, input wire CARRYCASCIN, input wire MULTSIGNIN,
  input  wire [8:0] OPMODE, input wire [4:0] INMODE, input wire [3:0] ALUMODE, input wire CARRYIN, input wire [2:0] CARRYINSEL,
  input  wire CEA1, input wire CEA2, input wire CEB1, input wire CEB2, input wire CEC, input wire CED, input wire CEAD,
  input  wire CEM, input wire CEP, input wire CECTRL, input wire CEINMODE, input wire CEALUMODE, input wire CECARRYIN,
  input  wire RSTA, input wire RSTB, input wire RSTC, input wire RSTD, input wire RSTM, input wire RSTP, input wire RSTCTRL,
  input  wire RSTINMODE, input wire RSTALUMODE, input wire RSTALLCARRYIN,
  output wire [47:0] P, output wire [47:0] PCOUT, output wire [29:0] ACOUT, output wire [17:0] BCOUT,
  output wire CARRYCASCOUT, output wire [3:0] CARRYOUT, output wire MULTSIGNOUT, output wire OVERFLOW,
  output wire PATTERNBDETECT, output wire PATTERNDETECT, output wire UNDERFLOW, output wire [7:0] XOROUT
);
  wire modelled = AMULTSEL == "AD" && BMULTSEL == "B" && PREADDINSEL == "A" && A_INPUT == "DIRECT" && B_INPUT == "DIRECT"
      && USE_MULT == "MULTIPLY" && USE_SIMD == "ONE48" && CARRYINSEL == 3'd0 && ACASCREG == AREG && BCASCREG == BREG;
  reg [29:0] a1_q, a2_q;
  reg [17:0] b1_q, b2_q;
  reg [26:0] d_q, ad_q;
  reg [47:0] c_q, p_q;
  reg [44:0] m_q;
  reg [8:0] opmode_q;
  reg [4:0] inmode_q;
  reg [3:0] alumode_q;
  reg carryin_q;

  wire [8:0] opmode_in = OPMODE ^ IS_OPMODE_INVERTED;
  wire [29:0] a1 = AREG == 2 ? a1_q : A;
  wire [29:0] a2 = AREG >= 1 ? a2_q : A;
  wire [17:0] b1 = BREG == 2 ? b1_q : B;
  wire [17:0] b2 = BREG >= 1 ? b2_q : B;
  wire [26:0] d = DREG == 1 ? d_q : D;
  wire [47:0] c = CREG == 1 ? c_q : C;
  wire [4:0] inmode = INMODEREG == 1 ? inmode_q : INMODE;
  wire [8:0] opmode = OPMODEREG == 1 ? opmode_q : opmode_in;
  wire [3:0] alumode = ALUMODEREG == 1 ? alumode_q : ALUMODE;
  wire carryin = CARRYINREG == 1 ? carryin_q : CARRYIN;

  wire [26:0] a_chosen = inmode[0] ? a1[26:0] : a2[26:0];
  wire [26:0] a_gated = inmode[1] ? 27'd0 : a_chosen;
  wire [26:0] d_gated = inmode[2] ? d : 27'd0;
  wire [26:0] ad_sum = inmode[3] ? d_gated - a_gated : d_gated + a_gated;
  wire signed [26:0] ad = ADREG == 1 ? ad_q : ad_sum;
  wire signed [17:0] b_chosen = inmode[4] ? b1 : b2;
  wire signed [44:0] product = ad * b_chosen;
  wire [44:0] m = MREG == 1 ? m_q : product;
  wire [47:0] m_wide = {{3{m[44]}}, m};

  reg [47:0] w, x, y, z, sum;
  always @* begin
    // The product has two partial sums, one through X and one through Y: only both together are a number.
    case (opmode[1:0])
      2'b00: x = 48'd0;
      2'b01: x = opmode[3:2] == 2'b01 ? m_wide : 48'hbad0_0000_0001;
      2'b10: x = p_q;
      default: x = {a2, b2};
    endcase
    case (opmode[3:2])
      2'b00: y = 48'd0;
      2'b01: y = opmode[1:0] == 2'b01 ? 48'd0 : 48'hbad0_0000_0002;
      2'b10: y = {48{1'b1}};
      default: y = c;
    endcase
    case (opmode[6:4])
      3'b000: z = 48'd0;
      3'b001: z = PCIN;
      3'b010: z = p_q;
      3'b011: z = c;
      3'b100: z = p_q;
      3'b101: z = {{17{PCIN[47]}}, PCIN[47:17]};
      default: z = {{17{p_q[47]}}, p_q[47:17]};
    endcase
    case (opmode[8:7])
      2'b00: w = 48'd0;
      2'b01: w = p_q;
      2'b10: w = RND;
      default: w = c;
    endcase
    case (alumode)
      4'b0000: sum = z + w + x + y + {47'd0, carryin};
      4'b0011: sum = z - (w + x + y + {47'd0, carryin});
      4'b0001: sum = ~z + w + x + y + {47'd0, carryin};
      default: sum = ~(z + w + x + y + {47'd0, carryin});
    endcase
  end

  always @(posedge CLK) begin
    if (CEA1) a1_q <= A;
    if (CEA2) a2_q <= AREG == 2 ? a1_q : A;
    if (RSTA) {a1_q, a2_q} <= 60'd0;
    if (CEB1) b1_q <= B;
    if (CEB2) b2_q <= BREG == 2 ? b1_q : B;
    if (RSTB) {b1_q, b2_q} <= 36'd0;
    if (CEC) c_q <= C;
    if (RSTC) c_q <= 48'd0;
    if (CED) d_q <= D;
    if (CEAD) ad_q <= ad_sum;
    if (RSTD) {d_q, ad_q} <= 54'd0;
    if (CEM) m_q <= product;
    if (RSTM) m_q <= 45'd0;
    if (CEP) p_q <= sum;
    if (RSTP) p_q <= 48'd0;
    if (CECTRL) opmode_q <= opmode_in;
    if (RSTCTRL) opmode_q <= 9'd0;
    if (CEINMODE) inmode_q <= INMODE;
    if (RSTINMODE) inmode_q <= 5'd0;
    if (CEALUMODE) alumode_q <= ALUMODE;
    if (RSTALUMODE) alumode_q <= 4'd0;
    if (CECARRYIN) carryin_q <= CARRYIN;
    if (RSTALLCARRYIN) carryin_q <= 1'b0;
  end

  wire [47:0] result = PREG == 1 ? p_q : sum;
  assign P = modelled ? result : 48'hbad0_0000_0003;
  assign PCOUT = modelled ? result : 48'hbad0_0000_0003;
  assign ACOUT = a2;
  assign BCOUT = b2;
  assign {CARRYCASCOUT, CARRYOUT, MULTSIGNOUT, OVERFLOW, PATTERNBDETECT, PATTERNDETECT, UNDERFLOW, XOROUT} = 18'd0;
endmodule
`default_nettype wire
