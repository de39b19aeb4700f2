    SYS.ARG rd=r2 imm=0  ; 0
    SYS.ARG rd=r3 imm=1  ; 1
    SYS.ARG rd=r25 imm=2  ; 2
    SYS.ARG rd=r24 imm=3  ; 3
    SYS.ARG rd=r5 imm=4  ; 4
    SYS.MIN rd=r8 ra=r3 rb=r0 imm=1  ; 5
    SYS.SUB rd=r4 ra=r2 rb=r8 imm=0  ; 6
    SYS.ADD rd=r4 ra=r4 rb=r3 imm=0  ; 7
    SYS.ADD rd=r27 ra=r2 rb=r0 imm=-1  ; 8
    SYS.ADD rd=r1 ra=r0 rb=r0 imm=0  ; 9
    SYS.ADD rd=r26 ra=r0 rb=r0 imm=0  ; 10
    SYS.LOOP ra=r4 imm=0 end=L168  ; 11
    SYS.TOKGET rd=r7 ra=r1 imm=0  ; 12
    SYS.MUL rd=r8 ra=r7 rb=r0 imm=8  ; 13
    LD.ACT mem=r8 n=64 act=0 release=MISC  ; 14
    SYS.MUL rd=r8 ra=r5 rb=r0 imm=4  ; 15
    LD.ACT mem=4096+r8 n=16 act=64 release=MISC  ; 16
    SYS.ADD rd=r11 ra=r0 rb=r0 imm=0  ; 17
    SYS.BRANCH ra=r3 rb=r0 imm=0 target=L21 cond=1  ; 18
    SYS.BRANCH ra=r1 rb=r27 imm=0 target=L21 cond=3  ; 19
    SYS.ADD rd=r11 ra=r0 rb=r0 imm=1  ; 20
L21:
    SYS.ADD rd=r10 ra=r11 rb=r0 imm=0  ; 21
    SYS.BRANCH ra=r24 rb=r0 imm=2 target=L24 cond=2  ; 22
    SYS.ADD rd=r10 ra=r0 rb=r0 imm=1  ; 23
L24:
    SYS.MUL rd=r13 ra=r10 rb=r0 imm=512  ; 24
    SYS.MUL rd=r14 ra=r10 rb=r0 imm=33792  ; 25
    SYS.MUL rd=r15 ra=r10 rb=r0 imm=64  ; 26
    SYS.ADD rd=r16 ra=r0 rb=r0 imm=0  ; 27
    SYS.BRANCH ra=r24 rb=r0 imm=0 target=L30 cond=1  ; 28
    SYS.ADD rd=r16 ra=r13 rb=r0 imm=0  ; 29
L30:
    SYS.ADD rd=r6 ra=r5 rb=r0 imm=1  ; 30
    SYS.SHR rd=r8 ra=r6 imm=0 shift=5  ; 31
    SYS.MUL rd=r9 ra=r8 rb=r6 imm=-32  ; 32
    SYS.MUL rd=r28 ra=r8 rb=r0 imm=320  ; 33
    SYS.SHR rd=r8 ra=r9 imm=7 shift=3  ; 34
    SYS.MUL rd=r28 ra=r8 rb=r28 imm=64  ; 35
    SYS.MIN rd=r9 ra=r9 rb=r0 imm=1  ; 36
    SYS.MUL rd=r28 ra=r9 rb=r28 imm=64  ; 37
    SYS.SHR rd=r8 ra=r6 imm=63 shift=6  ; 38
    SYS.MUL rd=r29 ra=r8 rb=r0 imm=512  ; 39
    SYS.SHR rd=r8 ra=r5 imm=0 shift=5  ; 40
    SYS.MUL rd=r9 ra=r8 rb=r5 imm=-32  ; 41
    SYS.MUL rd=r21 ra=r8 rb=r0 imm=320  ; 42
    SYS.ADD rd=r20 ra=r21 rb=r0 imm=64  ; 43
    SYS.MUL rd=r21 ra=r9 rb=r21 imm=2  ; 44
    SYS.SHR rd=r8 ra=r9 imm=0 shift=3  ; 45
    SYS.MUL rd=r20 ra=r8 rb=r20 imm=64  ; 46
    SYS.MUL rd=r9 ra=r8 rb=r9 imm=-8  ; 47
    SYS.MUL rd=r20 ra=r9 rb=r20 imm=8  ; 48
    SYS.SHR rd=r8 ra=r5 imm=0 shift=6  ; 49
    SYS.MUL rd=r9 ra=r8 rb=r5 imm=-64  ; 50
    SYS.MUL rd=r22 ra=r8 rb=r0 imm=512  ; 51
    SYS.SHR rd=r8 ra=r9 imm=0 shift=3  ; 52
    SYS.MUL rd=r22 ra=r8 rb=r22 imm=64  ; 53
    SYS.MUL rd=r9 ra=r8 rb=r9 imm=-8  ; 54
    SYS.MUL rd=r22 ra=r9 rb=r22 imm=8  ; 55
    SYS.MUL rd=r23 ra=r5 rb=r0 imm=2  ; 56
    SYS.ADD rd=r17 ra=r0 rb=r0 imm=0  ; 57
    SYS.ADD rd=r18 ra=r0 rb=r0 imm=0  ; 58
    MISC.CAST g0=0 out=0 n=0 wait=LD  ; 59
    MISC.CAST g0=0 out=0 n=0 wait=LD  ; 60
    ST.F32 mem=0 res=0 n=0 release=MISC  ; 61
    LD.RING mem=0 bytes=0 release=ST  ; 62
    SYS.LOOP ra=r0 imm=5 end=L144  ; 63
    LD.RING mem=6144+r17 bytes=8448  ; 64
    LD.RING mem=6672+r17 bytes=16384  ; 65
    MISC.RMSNORM a0=0 out=80 n=64 inv_n=0.015625f eps=1.0E-5f release=MV  ; 66
    MV.LOADX act=80 x=0 xs=0 n=64 group=64 factor=0 wait=MISC  ; 67
    MV.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=128 cols=64 group=64 vectors=1 release=MISC  ; 68
    MISC.ROPE g0=0 a0=64 a1=72 out=144 n=96 d=8 wait=MV release=MV  ; 69
    MV.LOADX act=144 x=24 xs=3 n=64 group=8 factor=0 wait=MISC release=MM  ; 70
    MISC.QUANTISE_KV a0=208 out=272 scales=304 n=32 d=8 release=ST  ; 71
    MISC.CAST g0=96 out=240 n=32 release=MM  ; 72
    MISC.QUANTISE_KV a0=240 out=320 scales=352 n=32 d=8 wait=ST release=ST  ; 73
    ST.F16 mem=r21 act=304 piece=1 pieces=1 stride=0 region=1 wait=MISC  ; 74
    ST.I8 mem=r20 act=272 piece=8 pieces=1 stride=64 region=1  ; 75
    ST.F16 mem=9216+r23 act=352 piece=1 pieces=1 stride=0 region=1 wait=MISC release=LD  ; 76
    ST.I8 mem=5120+r22 act=320 piece=8 pieces=1 stride=512 region=1 release=LD  ; 77
    ST.F16 mem=10240+r21 act=305 piece=1 pieces=1 stride=0 region=1  ; 78
    ST.I8 mem=10240+r20 act=280 piece=8 pieces=1 stride=64 region=1  ; 79
    ST.F16 mem=19456+r23 act=353 piece=1 pieces=1 stride=0 region=1 release=LD  ; 80
    ST.I8 mem=15360+r22 act=328 piece=8 pieces=1 stride=512 region=1 release=LD  ; 81
    ST.F16 mem=20480+r21 act=306 piece=1 pieces=1 stride=0 region=1  ; 82
    ST.I8 mem=20480+r20 act=288 piece=8 pieces=1 stride=64 region=1  ; 83
    ST.F16 mem=29696+r23 act=354 piece=1 pieces=1 stride=0 region=1 release=LD  ; 84
    ST.I8 mem=25600+r22 act=336 piece=8 pieces=1 stride=512 region=1 release=LD  ; 85
    ST.F16 mem=30720+r21 act=307 piece=1 pieces=1 stride=0 region=1 wait=LD  ; 86
    ST.I8 mem=30720+r20 act=296 piece=8 pieces=1 stride=64 region=1  ; 87
    ST.F16 mem=39936+r23 act=355 piece=1 pieces=1 stride=0 region=1 release=LD  ; 88
    ST.I8 mem=35840+r22 act=344 piece=8 pieces=1 stride=512 region=1 release=LD,MISC  ; 89
    LD.ACT mem=576+r18 n=r6 act=1392 region=1 wait=ST release=MV  ; 90
    LD.RING mem=r18 bytes=r28 region=1 ring=1  ; 91
    MM.RUN x=24 xs=3 xstride=1 xsstride=1 res=0 resstride=512 rows=r6 cols=8 group=8 vectors=2 ring=1 wait=MV,MISC release=MISC  ; 92
    MISC.SOFTMAX g0=0 out=368 n=r6 scale=0.35355338f wait=MM release=MV  ; 93
    MISC.SOFTMAX g0=512 out=880 n=r6 scale=0.35355338f release=MV  ; 94
    LD.RING mem=320+r18 bytes=r29 region=1 ring=1 wait=ST  ; 95
    MV.LOADX act=368 x=32 xs=11 n=r6 group=64 factor=1392 scaled=1 wait=LD,MISC  ; 96
    MV.LOADX act=880 x=96 xs=19 n=r6 group=64 factor=1392 scaled=1 wait=MISC release=LD,MM  ; 97
    MM.RUN x=32 xs=11 xstride=64 xsstride=8 res=1024 resstride=8 rows=8 cols=r6 group=64 vectors=2 ring=1 transpose=1 unscaled=1 wait=MV  ; 98
    LD.ACT mem=1216+r18 n=r6 act=1392 region=1 wait=ST,MV release=MV  ; 99
    LD.RING mem=640+r18 bytes=r28 region=1 ring=1  ; 100
    MM.RUN x=26 xs=5 xstride=1 xsstride=1 res=0 resstride=512 rows=r6 cols=8 group=8 vectors=2 ring=1 release=MISC  ; 101
    MISC.SOFTMAX g0=0 out=368 n=r6 scale=0.35355338f wait=MM release=MV  ; 102
    MISC.SOFTMAX g0=512 out=880 n=r6 scale=0.35355338f release=MV  ; 103
    LD.RING mem=960+r18 bytes=r29 region=1 ring=1 wait=ST  ; 104
    MV.LOADX act=368 x=32 xs=11 n=r6 group=64 factor=1392 scaled=1 wait=LD,MISC  ; 105
    MV.LOADX act=880 x=96 xs=19 n=r6 group=64 factor=1392 scaled=1 wait=MISC release=LD,MM  ; 106
    MM.RUN x=32 xs=11 xstride=64 xsstride=8 res=1040 resstride=8 rows=8 cols=r6 group=64 vectors=2 ring=1 transpose=1 unscaled=1 wait=MV  ; 107
    LD.ACT mem=1856+r18 n=r6 act=1392 region=1 wait=ST,MV release=MV  ; 108
    LD.RING mem=1280+r18 bytes=r28 region=1 ring=1  ; 109
    MM.RUN x=28 xs=7 xstride=1 xsstride=1 res=0 resstride=512 rows=r6 cols=8 group=8 vectors=2 ring=1 release=MISC  ; 110
    MISC.SOFTMAX g0=0 out=368 n=r6 scale=0.35355338f wait=MM release=MV  ; 111
    MISC.SOFTMAX g0=512 out=880 n=r6 scale=0.35355338f release=MV  ; 112
    LD.RING mem=1600+r18 bytes=r29 region=1 ring=1 wait=ST  ; 113
    MV.LOADX act=368 x=32 xs=11 n=r6 group=64 factor=1392 scaled=1 wait=LD,MISC  ; 114
    MV.LOADX act=880 x=96 xs=19 n=r6 group=64 factor=1392 scaled=1 wait=MISC release=LD,MM  ; 115
    MM.RUN x=32 xs=11 xstride=64 xsstride=8 res=1056 resstride=8 rows=8 cols=r6 group=64 vectors=2 ring=1 transpose=1 unscaled=1 wait=MV  ; 116
    LD.ACT mem=2496+r18 n=r6 act=1392 region=1 wait=ST,MV release=MV  ; 117
    LD.RING mem=1920+r18 bytes=r28 region=1 ring=1  ; 118
    MM.RUN x=30 xs=9 xstride=1 xsstride=1 res=0 resstride=512 rows=r6 cols=8 group=8 vectors=2 ring=1 release=MISC  ; 119
    MISC.SOFTMAX g0=0 out=368 n=r6 scale=0.35355338f wait=MM release=MV  ; 120
    MISC.SOFTMAX g0=512 out=880 n=r6 scale=0.35355338f release=MV  ; 121
    LD.RING mem=2240+r18 bytes=r29 region=1 ring=1 wait=ST  ; 122
    MV.LOADX act=368 x=32 xs=11 n=r6 group=64 factor=1392 scaled=1 wait=LD,MISC  ; 123
    MV.LOADX act=880 x=96 xs=19 n=r6 group=64 factor=1392 scaled=1 wait=MISC release=MM  ; 124
    MM.RUN x=32 xs=11 xstride=64 xsstride=8 res=1072 resstride=8 rows=8 cols=r6 group=64 vectors=2 ring=1 transpose=1 unscaled=1 wait=MV release=MISC  ; 125
    LD.RING mem=7696+r17 bytes=22208 release=ST  ; 126
    MISC.CAST g0=1024 out=1904 n=64 wait=MM release=MV  ; 127
    MV.LOADX act=1904 x=0 xs=0 n=64 group=64 factor=0 wait=MISC  ; 128
    MV.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=64 cols=64 group=64 vectors=1 release=MISC  ; 129
    MISC.ADD g0=0 a0=0 out=0 n=64 wait=MV  ; 130
    MISC.RMSNORM a0=0 out=80 n=64 inv_n=0.015625f eps=1.0E-5f release=MV  ; 131
    MV.LOADX act=80 x=0 xs=0 n=64 group=64 factor=0 wait=MISC  ; 132
    MV.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=344 cols=64 group=64 vectors=1 release=MISC  ; 133
    MISC.SILU_MUL g0=0 g1=172 out=1968 n=172 wait=MV release=MV  ; 134
    MV.LOADX act=1968 x=0 xs=0 n=172 group=64 factor=0 wait=MISC  ; 135
    MV.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=64 cols=172 group=64 vectors=1 release=MISC  ; 136
    MISC.ADD g0=0 a0=0 out=0 n=64 wait=MV  ; 137
    SYS.ADD rd=r17 ra=r17 rb=r0 imm=2940  ; 138
    SYS.ADD rd=r18 ra=r18 rb=r0 imm=2560  ; 139
    SYS.ADD rd=r20 ra=r20 rb=r0 imm=40960  ; 140
    SYS.ADD rd=r21 ra=r21 rb=r0 imm=40960  ; 141
    SYS.ADD rd=r22 ra=r22 rb=r0 imm=40960  ; 142
    SYS.ADD rd=r23 ra=r23 rb=r0 imm=40960  ; 143
L144:
    SYS.END  ; 144
    MISC.CAST g0=0 out=0 n=0 wait=ST  ; 145
    ST.F32 mem=0 res=0 n=0 wait=LD  ; 146
    LD.RING mem=0 bytes=0  ; 147
    ST.F32 mem=0 res=0 n=0  ; 148
    MM.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=0 cols=0 group=0 vectors=1 release=MV  ; 149
    MV.LOADX act=0 x=0 xs=0 n=0 group=0 factor=0 release=MISC  ; 150
    MISC.CAST g0=0 out=0 n=0  ; 151
    LD.RING mem=20844 bytes=r14  ; 152
    MISC.RMSNORM a0=0 out=80 n=r15 inv_n=0.015625f eps=1.0E-5f wait=MV release=MV  ; 153
    MV.LOADX act=80 x=0 xs=0 n=r15 group=64 factor=0 wait=MISC  ; 154
    MV.RUN x=0 xs=0 xstride=0 xsstride=0 res=0 resstride=0 rows=r13 cols=64 group=64 vectors=1 wait=MM release=ST,MISC  ; 155
    ST.F32 mem=r26 res=0 n=r16 region=2 wait=MV  ; 156
    MISC.ARGMAX g0=0 n=r13 wait=MV release=SYS  ; 157
    SYS.MIN rd=r8 ra=r16 rb=r0 imm=1  ; 158
    SYS.MUL rd=r26 ra=r8 rb=r26 imm=2048  ; 159
    SYS.RESULT rd=r7 wait=MISC  ; 160
    SYS.BRANCH ra=r11 rb=r0 imm=0 target=L165 cond=1  ; 161
    SYS.TOKPUT ra=r1 rb=r7 imm=1  ; 162
    SYS.BRANCH ra=r7 rb=r25 imm=0 target=L165 cond=2  ; 163
    SYS.EXIT  ; 164
L165:
    SYS.ADD rd=r1 ra=r1 rb=r0 imm=1  ; 165
    SYS.ADD rd=r5 ra=r5 rb=r0 imm=1  ; 166
    SYS.BARRIER  ; 167
L168:
    SYS.END  ; 168
    SYS.HALT  ; 169
