/* Constants of the elementary functions; Tests/Scripts/elementary_coefficients.py writes this. */
#ifndef DESCENT_COEFFICIENTS_H
#define DESCENT_COEFFICIENTS_H

#include <stdint.h>

/* ln 2 in two parts, the first with 42 bits; and its inverse. */
static const double ln2_high = 0x1.62e42fefa3800p-1;
static const double ln2_low = 0x1.ef35793c76730p-45;
static const double inverse_ln2 = 0x1.71547652b82fep+0;

/* exp(r) = 1 + r + r^2/2 + r^3 P(r) for |r| <= (ln 2)/2. */
static const double exp_cubic[10] = {
    0x1.5555555555556p-3,
    0x1.5555555555555p-5,
    0x1.11111111109b3p-7,
    0x1.6c16c16c167e1p-10,
    0x1.a01a01a7c41d5p-13,
    0x1.a01a01a47b054p-16,
    0x1.71de0dae63bb3p-19,
    0x1.27e4e1f48534fp-22,
    0x1.af38a9b0ec855p-26,
    0x1.1f66df7fca49fp-29,
};

/* The first of the multiples of 1/128 that log_table is about. */
enum { log_table_first = 90 };

/* 1/c to 11 bits, and -ln of that in two parts, the first with 42 bits; c = index/128. */
static const double log_table[93][3] = {
    {0x1.6c00000000000p+0, -0x1.686c81e9b2000p-2, 0x1.6a2777a83dfd6p-43},
    {0x1.6800000000000p+0, -0x1.5d1bdbf581000p-2, 0x1.8d6bdc9c7c238p-44},
    {0x1.6440000000000p+0, -0x1.5262deeb99000p-2, 0x1.e1b9f70894a01p-44},
    {0x1.6040000000000p+0, -0x1.46d2d9c281000p-2, 0x1.5326c504c0453p-43},
    {0x1.5c80000000000p+0, -0x1.3bdd24eb15000p-2, 0x1.257b4970e6ed9p-44},
    {0x1.5900000000000p+0, -0x1.31871c9545000p-2, 0x1.cf60a8d662605p-43},
    {0x1.5540000000000p+0, -0x1.26561f1339000p-2, 0x1.3a5bbcc82add1p-43},
    {0x1.51c0000000000p+0, -0x1.1bc794fd1d000p-2, 0x1.ccf0c747ba7bep-44},
    {0x1.4e40000000000p+0, -0x1.111ce4003f000p-2, 0x1.b3237096b4b6bp-46},
    {0x1.4b00000000000p+0, -0x1.071b85fcd6000p-2, 0x1.bcb8ba3e01a11p-44},
    {0x1.47c0000000000p+0, -0x1.fa01c3bb58000p-3, 0x1.a1f71fae1d786p-46},
    {0x1.4480000000000p+0, -0x1.e598ed5a88000p-3, 0x1.d134bcf1e98a1p-47},
    {0x1.4140000000000p+0, -0x1.d0fb7f2256000p-3, 0x1.af52b20633b29p-47},
    {0x1.3e40000000000p+0, -0x1.bdc46ae346000p-3, 0x1.4ed25fee14d7dp-43},
    {0x1.3b00000000000p+0, -0x1.a8becfc884000p-3, 0x1.0e73d186f2318p-43},
    {0x1.3800000000000p+0, -0x1.9525a9cf46000p-3, 0x1.297137d9f158fp-44},
    {0x1.3540000000000p+0, -0x1.83040c91be000p-3, 0x1.0d2471c8cc867p-43},
    {0x1.3240000000000p+0, -0x1.6f0d28ae58000p-3, 0x1.4b4641b664613p-43},
    {0x1.2f80000000000p+0, -0x1.5c94007598000p-3, 0x1.a8d948cd23322p-44},
    {0x1.2c80000000000p+0, -0x1.483bccce70000p-3, 0x1.c22b5b1b81393p-43},
    {0x1.2a00000000000p+0, -0x1.371fc201ea000p-3, 0x1.08bc432693aa2p-43},
    {0x1.2740000000000p+0, -0x1.2423113ba6000p-3, 0x1.e3a0078ee9d9cp-44},
    {0x1.2480000000000p+0, -0x1.10f8e42254000p-3, 0x1.93b3843396307p-45},
    {0x1.2200000000000p+0, -0x1.fec9131dc0000p-4, 0x1.54555d1ae6607p-44},
    {0x1.1f80000000000p+0, -0x1.db52701880000p-4, 0x1.36c43d4a8f3f0p-43},
    {0x1.1d00000000000p+0, -0x1.b78c82bb10000p-4, 0x1.25ef7bc3987e7p-44},
    {0x1.1a80000000000p+0, -0x1.9375e55598000p-4, 0x1.0911e463f9e4ep-43},
    {0x1.1800000000000p+0, -0x1.6f0d28ae58000p-4, 0x1.4b4641b664613p-44},
    {0x1.15c0000000000p+0, -0x1.4e01108a38000p-4, 0x1.28d181069d28ep-43},
    {0x1.1340000000000p+0, -0x1.28f83450f0000p-4, 0x1.2b9452af7344cp-43},
    {0x1.1100000000000p+0, -0x1.0759835990000p-4, 0x1.b8ecfe4b59987p-44},
    {0x1.0ec0000000000p+0, -0x1.cae72fb960000p-5, 0x1.efabf2025b1bep-44},
    {0x1.0c80000000000p+0, -0x1.868a830840000p-5, 0x1.2623a134ac693p-46},
    {0x1.0a80000000000p+0, -0x1.494acc34e0000p-5, 0x1.bb8e1d6a40b6ep-43},
    {0x1.0840000000000p+0, -0x1.03d5d85e78000p-5, 0x1.0443b4f896b19p-43},
    {0x1.0640000000000p+0, -0x1.8b31facaa0000p-6, 0x1.3fc78a96e4964p-44},
    {0x1.0400000000000p+0, -0x1.fc0a8b0fe0000p-7, 0x1.fc1c3061258b3p-43},
    {0x1.0200000000000p+0, -0x1.fe02a6b140000p-8, 0x1.cc3b81e44b7e3p-43},
    {0x1.0000000000000p+0, 0x0.0p+0, 0x0.0p+0},
    {0x1.fc00000000000p-1, 0x1.0101575880000p-7, 0x1.bce251998b506p-44},
    {0x1.f800000000000p-1, 0x1.0205658930000p-6, 0x1.611d27c8e8417p-44},
    {0x1.f480000000000p-1, 0x1.74321d3d00000p-6, 0x1.b4a690fe94778p-48},
    {0x1.f080000000000p-1, 0x1.f7a9b16780000p-6, 0x1.42ad9271be7d7p-45},
    {0x1.ed00000000000p-1, 0x1.35c8bfaa10000p-5, 0x1.8357d5ef9eb35p-44},
    {0x1.e900000000000p-1, 0x1.788595a350000p-5, 0x1.dee9e5ef898b6p-43},
    {0x1.e580000000000p-1, 0x1.b35dd9b588000p-5, 0x1.d5674d6cf558ep-44},
    {0x1.e200000000000p-1, 0x1.eea31c0068000p-5, 0x1.c3dd83606d891p-44},
    {0x1.de80000000000p-1, 0x1.152b799bb0000p-4, 0x1.e644d6f8fcf7dp-43},
    {0x1.db00000000000p-1, 0x1.333d7f8180000p-4, 0x1.fa5b5255f91dfp-43},
    {0x1.d780000000000p-1, 0x1.5188742260000p-4, 0x1.30a1d96258b3ep-44},
    {0x1.d400000000000p-1, 0x1.700d30aeac000p-4, 0x1.c1e8da99ded32p-49},
    {0x1.d100000000000p-1, 0x1.8a6477a91c000p-4, 0x1.c28c0af9bd6dfp-44},
    {0x1.cd80000000000p-1, 0x1.a956d3ecac000p-4, 0x1.e63794c02c4afp-44},
    {0x1.ca80000000000p-1, 0x1.c40d6425a4000p-4, 0x1.cb1121d1930ddp-44},
    {0x1.c700000000000p-1, 0x1.e3707ee304000p-4, 0x1.0f684e6766abdp-45},
    {0x1.c400000000000p-1, 0x1.fe89139dbc000p-4, 0x1.56594d82f7a82p-44},
    {0x1.c100000000000p-1, 0x1.0ce7ecdccc000p-3, 0x1.4652dabff5447p-46},
    {0x1.be00000000000p-1, 0x1.1aa2b7e23e000p-3, 0x1.729e3910e264dp-43},
    {0x1.bb00000000000p-1, 0x1.28753bc11a000p-3, 0x1.7494e359302e6p-44},
    {0x1.b800000000000p-1, 0x1.365fcb0158000p-3, 0x1.0162fa8234b73p-43},
    {0x1.b500000000000p-1, 0x1.4462b9dc9a000p-3, 0x1.3dbd3ac7727cfp-43},
    {0x1.b200000000000p-1, 0x1.527e5e4a1a000p-3, 0x1.58cfa395a5f72p-43},
    {0x1.af00000000000p-1, 0x1.60b3100b08000p-3, 0x1.475d49b3b83f6p-43},
    {0x1.ac80000000000p-1, 0x1.6c9d07d202000p-3, 0x1.fc7180a04c9a4p-43},
    {0x1.a980000000000p-1, 0x1.7b00916514000p-3, 0x1.28c501a7cc0d4p-43},
    {0x1.a700000000000p-1, 0x1.871213750e000p-3, 0x1.328eb42f9af75p-44},
    {0x1.a400000000000p-1, 0x1.95a5adcf70000p-3, 0x1.7f22858a0ff6fp-47},
    {0x1.a180000000000p-1, 0x1.a1dfc40f1a000p-3, 0x1.7f0f87fd86440p-43},
    {0x1.9f00000000000p-1, 0x1.ae2ca6f672000p-3, 0x1.7a8d5ae54f550p-44},
    {0x1.9c00000000000p-1, 0x1.bd087383bc000p-3, 0x1.8ad0ee9aafb53p-43},
    {0x1.9980000000000p-1, 0x1.c97f8079d4000p-3, 0x1.3b161a8c6e6c5p-45},
    {0x1.9700000000000p-1, 0x1.d60a17f902000p-3, 0x1.5148fc81ef964p-43},
    {0x1.9480000000000p-1, 0x1.e2a877a6b2000p-3, 0x1.823817787081ap-44},
    {0x1.9200000000000p-1, 0x1.ef5ade4dce000p-3, 0x1.fe5deea9a4472p-43},
    {0x1.8f80000000000p-1, 0x1.fc218be620000p-3, 0x1.4bba46f1cf6a0p-44},
    {0x1.8d00000000000p-1, 0x1.047e60cde8000p-2, 0x1.dbdf10d397f3cp-45},
    {0x1.8b00000000000p-1, 0x1.09aa572e6c000p-2, 0x1.b50a1e1734342p-44},
    {0x1.8880000000000p-1, 0x1.102ac0a35c000p-2, 0x1.8381088080a5ep-43},
    {0x1.8600000000000p-1, 0x1.16b5ccbacf000p-2, 0x1.6e6b37de945a0p-43},
    {0x1.8400000000000p-1, 0x1.1bf99635a6000p-2, 0x1.729bb5451ef6ep-43},
    {0x1.8180000000000p-1, 0x1.22981fbef7000p-2, 0x1.2f5ef4fb53f93p-43},
    {0x1.7f80000000000p-1, 0x1.27ebaf58d8000p-2, 0x1.9399dffd2d096p-43},
    {0x1.7d00000000000p-1, 0x1.2e9e2bce12000p-2, 0x1.4300c128d1dc2p-45},
    {0x1.7b00000000000p-1, 0x1.3401e12aec000p-2, 0x1.741c65548eb71p-43},
    {0x1.7880000000000p-1, 0x1.3ac8ca38e5000p-2, 0x1.8bd0410ff506dp-43},
    {0x1.7680000000000p-1, 0x1.403d086cea000p-2, 0x1.e6ef574487308p-44},
    {0x1.7480000000000p-1, 0x1.45b8c0a17d000p-2, 0x1.e26edf182f57bp-43},
    {0x1.7280000000000p-1, 0x1.4b3c077267000p-2, 0x1.d34972fdf5a8cp-43},
    {0x1.7000000000000p-1, 0x1.522ae0738a000p-2, 0x1.ebe708164c759p-45},
    {0x1.6e00000000000p-1, 0x1.57bf753c8d000p-2, 0x1.fadedee5d40efp-46},
    {0x1.6c00000000000p-1, 0x1.5d5bddf595000p-2, 0x1.e5f4d5f75b9a2p-43},
    {0x1.6a00000000000p-1, 0x1.630030b3aa000p-2, 0x1.8927706339480p-43},
    {0x1.6800000000000p-1, 0x1.68ac83e9c6000p-2, 0x1.42834c9d5bae8p-43},
};

/* sin(y) = y + y^3 P(y^2) for |y| <= pi/4. */
static const double sin_cubic[7] = {
    -0x1.5555555555555p-3,
    0x1.1111111111110p-7,
    -0x1.a01a01a019937p-13,
    0x1.71de3a54607a5p-19,
    -0x1.ae64541295cdfp-26,
    0x1.61217ee5cca1bp-33,
    -0x1.ab17bdcbd3414p-41,
};

/* cos(y) = 1 - y^2/2 + y^4 P(y^2) for |y| <= pi/4. */
static const double cos_quartic[6] = {
    0x1.5555555555555p-5,
    -0x1.6c16c16c16967p-10,
    0x1.a01a019f4e9b4p-16,
    -0x1.27e4fa17bf139p-22,
    0x1.1eeb68cd22f56p-29,
    -0x1.907d8f29fe831p-37,
};

/* pi/2 in four parts, the first three of at most 33 bits. */
static const double half_pi_1 = 0x1.921fb54400000p+0;
static const double half_pi_2 = 0x1.0b4611a600000p-34;
static const double half_pi_3 = 0x1.3198a2e000000p-69;
static const double half_pi_4 = 0x1.b839a252049c1p-104;
/* 2/pi, pi/2 and pi, the latter two in two parts. */
static const double inverse_half_pi = 0x1.45f306dc9c883p-1;
static const double half_pi_high = 0x1.921fb54442d18p+0;
static const double half_pi_low = 0x1.1a62633145c07p-54;
static const double pi_high = 0x1.921fb54442d18p+1;
static const double pi_low = 0x1.1a62633145c07p-53;

/* 64 zeros, and the first 1280 binary places of 2/pi. */
static const uint64_t two_over_pi[21] = {
    0x0000000000000000,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
};

/* atan(t) = t + t^3 P(t^2) for |t| <= 1/8. */
static const double atan_cubic[9] = {
    -0x1.5555555555555p-2,
    0x1.999999999999ap-3,
    -0x1.2492492492485p-3,
    0x1.c71c71c718555p-4,
    -0x1.745d174093d4dp-4,
    0x1.3b13ad799ed5cp-4,
    -0x1.110f7bcbc460ap-4,
    0x1.e11a3f1d89316p-5,
    -0x1.94791a2226700p-5,
};

/* atan(i/16) in two parts. */
static const double atan_table[17][2] = {
    {0x0.0p+0, 0x0.0p+0},
    {0x1.ff55bb72cfdeap-5, -0x1.c934d86d23f1dp-60},
    {0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
    {0x1.7b97b4bce5b02p-3, 0x1.347b0b4f881cap-58},
    {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
    {0x1.362773707ebccp-2, -0x1.963a544b672d8p-57},
    {0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
    {0x1.a64eec3cc23fdp-2, -0x1.24dec1b50b7ffp-56},
    {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
    {0x1.0657e94db30d0p-1, -0x1.d5b495f6349e6p-56},
    {0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
    {0x1.345f01cce37bbp-1, 0x1.1021137c71102p-55},
    {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
    {0x1.5d58987169b18p-1, 0x1.0028e4bc5e7cap-57},
    {0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
    {0x1.819d0b7158a4dp-1, -0x1.bf76229d3b917p-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};

/* pi/2 - atan(i/16) in two parts. */
static const double acot_table[17][2] = {
    {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54},
    {0x1.82250768ac529p+0, -0x1.e78c96d05afcbp-58},
    {0x1.7249faa996a21p+0, 0x1.a8cc1e7480c68p-54},
    {0x1.62acbeaca61b8p+0, 0x1.c6ac9f134fa91p-60},
    {0x1.5368c951e9cfdp+0, -0x1.96f47948a99f1p-54},
    {0x1.4495d86823225p+0, 0x1.4d29adbab2a62p-54},
    {0x1.3647503caf55cp+0, 0x1.17e21d9a42c9ap-55},
    {0x1.288bfa3512419p+0, 0x1.8e684e7a2281bp-56},
    {0x1.1b6e192ebbe44p+0, 0x1.b1b466a88828ep-54},
    {0x1.0ef3c09d694b0p+0, 0x1.8fcf88aed2e80p-54},
    {0x1.031f57e54adbep+0, 0x1.338b4259c0270p-54},
    {0x1.efe068bba2275p-1, 0x1.24a3b2e61a70bp-55},
    {0x1.dac670561bb4fp-1, 0x1.a2b7f222f65e2p-55},
    {0x1.c6e6d2171bf18p-1, 0x1.f4ba8d3373e1bp-55},
    {0x1.b434ee31013fdp-1, -0x1.0520d0701d877p-55},
    {0x1.a2a25f172cfe4p-1, -0x1.d700509dad6cep-56},
    {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};

/* asin(t) = t + t^3 P(t^2) for |t| <= 1/2. */
static const double asin_cubic[13] = {
    0x1.5555555555556p-3,
    0x1.3333333332ec8p-4,
    0x1.6db6db6e32199p-5,
    0x1.f1c71c1d96fc9p-6,
    0x1.6e8bb1cc3c04bp-6,
    0x1.1c4d356bbbd3ep-6,
    0x1.c9cf136046bc0p-7,
    0x1.7825d9451f744p-7,
    0x1.524531b63d660p-7,
    0x1.658dfce473d31p-8,
    0x1.1d2bf155e179bp-6,
    -0x1.e6e88b206c008p-7,
    0x1.d740c186774e6p-6,
};

/* erf(x) = x + x P(x^2) for |x| <= 1. */
static const double erf_near[14] = {
    0x1.06eba8214db69p-3,
    -0x1.812746b0379e7p-2,
    0x1.ce2f21a042bdep-4,
    -0x1.b82ce312889bap-6,
    0x1.565bcd0e65018p-8,
    -0x1.c02db3feeb0c9p-11,
    0x1.f9a326c2284bep-14,
    -0x1.f4d25619e1da1p-17,
    0x1.b9e6508a369ffp-20,
    -0x1.5f6d919248428p-23,
    0x1.fc434a34e5273p-27,
    -0x1.4e603f0ea3f96p-30,
    0x1.7f05c4ce71a84p-34,
    -0x1.29b6758efffb1p-38,
};
static const double erf_middle = 0x1.c000000000000p-2;

/* erf(x) = 1 - t e^(P(t - erf_middle) - x^2), t = 2/(2 + x), for 1 <= x <= 6. */
static const double erf_far[17] = {
    -0x1.82955dd9800fcp-1,
    0x1.5140b11e1e900p+0,
    0x1.057c33b5b07bap-2,
    -0x1.4d2858a76207dp-2,
    -0x1.e5a5e8716d161p-3,
    0x1.bbe2392e24d4dp-3,
    0x1.dc6e70816da94p-3,
    -0x1.db92815e1a8a5p-3,
    -0x1.db704e4f8ed3cp-3,
    0x1.43dbc1e79c5dep-2,
    0x1.9857885c33e23p-3,
    -0x1.d270b5b4c1a88p-2,
    -0x1.3d2ff32fba288p-4,
    0x1.3575cf1c14ca0p-1,
    -0x1.93542439df93dp-3,
    -0x1.31c472fbb4c3cp-1,
    0x1.1b72c6e967d1ap-1,
};

#endif
