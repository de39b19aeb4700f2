// Binary32 to binary16, rounded to nearest even: z = (binary16) a. A NaN becomes 7e00.
//
// Latency 2, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 place the significand, subnormal results included; 2 round and pack.
`default_nettype none

module fp32_to_fp16 (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  output wire [15:0] z
);
  // {nan, infinite, sign, exponent 5, significand 1.10, half, rest}
  function automatic [20:0] place;
    input [31:0] p;
    reg [7:0]    below;        // how far a subnormal result lies below exponent 1: 113 - exponent
    reg [4:0]    distance;
    reg [23:0]   m;
    reg          lost;
    reg [7:0]    exponent;
    begin
      below = 8'd113 - p[30:23];
      exponent = p[30:23] - 8'd112;
      m = {1'b1, p[22:0]};
      if (p[30:23] >= 8'd113) begin
        distance = 5'd0;
      end else begin
        exponent = 8'd1;
        distance = (below[7:5] == 3'd0) ? below[4:0] : 5'd31;
      end
      lost = (m & ~(24'hff_ffff << distance)) != 24'd0;
      m = m >> distance;
      place = {p[30:0] > 31'h7f80_0000, exponent >= 8'd31, p[31], exponent[4:0], m[23:12], m[11:0] != 12'd0 || lost};
    end
  endfunction

  // Rounding carries into the exponent field, which makes the next binade, the least normal number and infinity right.
  function automatic [15:0] round;
    input        nan;
    input        infinite;
    input        sign;
    input [4:0]  exponent;
    input [10:0] m;
    input        half;
    input        rest;
    begin
      if (nan) begin
        round = 16'h7e00;
      end else if (infinite) begin
        round = {sign, 15'h7c00};
      end else begin
        round = {sign, {m[10] ? exponent : 5'd0, m[9:0]} + {14'd0, half && (rest || m[0])}};
      end
    end
  endfunction

  reg        nan_1_q;
  reg        infinite_1_q;
  reg        sign_1_q;
  reg [4:0]  exponent_1_q;
  reg [10:0] significand_1_q;
  reg        half_1_q;
  reg        rest_1_q;
  reg [15:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {nan_1_q, infinite_1_q, sign_1_q, exponent_1_q, significand_1_q, half_1_q, rest_1_q} <= place(a);
      z_q <= round(nan_1_q, infinite_1_q, sign_1_q, exponent_1_q, significand_1_q, half_1_q, rest_1_q);
    end
  end
endmodule

`default_nettype wire
