#include "CKernels.h"
#include <math.h>
/* Stand-ins until the portable versions take their place. */
double dk_exp(double x) { return exp(x); }
double dk_expm1(double x) { return expm1(x); }
double dk_log(double x) { return log(x); }
double dk_log1p(double x) { return log1p(x); }
double dk_pow(double x, double y) { return pow(x, y); }
double dk_sin(double x) { return sin(x); }
double dk_cos(double x) { return cos(x); }
double dk_tan(double x) { return tan(x); }
double dk_asin(double x) { return asin(x); }
double dk_acos(double x) { return acos(x); }
double dk_atan(double x) { return atan(x); }
double dk_atan2(double y, double x) { return atan2(y, x); }
double dk_sinh(double x) { return sinh(x); }
double dk_cosh(double x) { return cosh(x); }
double dk_tanh(double x) { return tanh(x); }
