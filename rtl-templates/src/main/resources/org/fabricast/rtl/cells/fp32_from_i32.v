// Signed 32-bit integer to binary32, rounded to nearest even: z = (binary32) a.
//
// Latency 2, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 leading zeros; 2 shift, round and pack. The magnitude of a negative number is its complement plus one. That one is
// left to the rounding, so that the count waits for no carry.
`default_nettype none

module fp32_from_i32 (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  output wire [31:0] z
);
  // Zeros before the first one of 32 bits of which the last does not matter.
  function automatic [4:0] leading_zeros;
    input [31:1] v;
    reg [4:0]  n;
    reg [15:1] v16;
    reg [7:1]  v8;
    reg [3:1]  v4;
    begin
      n[4] = v[31:16] == 16'd0;
      v16 = n[4] ? v[15:1] : v[31:17];
      n[3] = v16[15:8] == 8'd0;
      v8 = n[3] ? v16[7:1] : v16[15:9];
      n[2] = v8[7:4] == 4'd0;
      v4 = n[2] ? v8[3:1] : v8[7:5];
      n[1] = v4[3:2] == 2'd0;
      n[0] = n[1] ? !v4[1] : !v4[3];
      leading_zeros = n;
    end
  endfunction

  // {sign, zeros 5, bits 32}: a number that is not negative, or the complement of one that is.
  function automatic [37:0] measure;
    input [31:0] p;
    reg [31:0] bits;
    begin
      bits = p ^ {32{p[31]}};
      measure = {p[31], leading_zeros(bits[31:1]), bits};
    end
  endfunction

  // A complement is followed by ones without end, and one in the last of its places is missing: it is all of the eighth bit
  // below the rounded number when these eight are ones (up), and makes 7f a tie.

  function automatic [31:0] round;
    input        sign;
    input [4:0]  zeros;
    input [31:0] bits;
    reg [31:0]   m;           // leading one in bit 31, except for 0 and -1
    reg [7:0]    exponent;
    reg          up;
    begin
      m = (bits << zeros) | ({32{sign}} & ~(32'hffff_ffff << zeros));
      // -1 is 7fff_ffff here and becomes the next binade.
      exponent = m[31] ? 8'd158 - {3'd0, zeros} : sign ? 8'd126 : 8'd0;
      up = sign ? m[7] || (m[8] && m[6:0] == 7'h7f) : m[7] && (m[8] || m[6:0] != 7'd0);
      round = {sign, {exponent, m[30:8]} + {30'd0, up}};
    end
  endfunction

  reg        sign_1_q;
  reg [4:0]  zeros_1_q;
  reg [31:0] bits_1_q;
  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {sign_1_q, zeros_1_q, bits_1_q} <= measure(a);
      z_q <= round(sign_1_q, zeros_1_q, bits_1_q);
    end
  end
endmodule

`default_nettype wire
