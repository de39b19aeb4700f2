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
  // {nan, infinite, sign, exponent 5, significand 1.10, half, rest 6}. Any one in rest says that something lies below the half;
  // it comes from the exponent, beside the shift, and the next stage gathers it.
  function automatic [25:0] place;
    input [31:0] p;
    reg [7:0]    below;        // how far a subnormal result lies below exponent 1: 113 - exponent
    reg [4:0]    distance;
    reg [23:0]   m;
    reg [23:0]   lost;         // which bits of the significand lie below the half
    reg [7:0]    exponent;
    integer      i;
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
      for (i = 0; i < 24; i = i + 1) begin
        lost[i] = (i < 12) || {24'd0, p[30:23]} < 32'd125 - i;
      end
      lost = lost & m;
      m = m >> distance;
      place = {p[30:0] > 31'h7f80_0000, exponent >= 8'd31, p[31], exponent[4:0], m[23:12], lost[23:21] != 3'd0,
               lost[20:18] != 3'd0, lost[17:15] != 3'd0, lost[14:12] != 3'd0, lost[11:6] != 6'd0, lost[5:0] != 6'd0};
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
    input [5:0]  rest;
    begin
      if (nan) begin
        round = 16'h7e00;
      end else if (infinite) begin
        round = {sign, 15'h7c00};
      end else begin
        round = {sign, {m[10] ? exponent : 5'd0, m[9:0]} + {14'd0, half && (rest != 6'd0 || m[0])}};
      end
    end
  endfunction

  reg        nan_1_q;
  reg        infinite_1_q;
  reg        sign_1_q;
  reg [4:0]  exponent_1_q;
  reg [10:0] significand_1_q;
  reg        half_1_q;
  reg [5:0]  rest_1_q;
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
