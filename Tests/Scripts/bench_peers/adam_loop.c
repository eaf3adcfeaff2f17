/* Adam as a plain fused C loop: over 100,000 parameters, and on the Rosenbrock surface. */
#include "bench.h"
#include <math.h>

/* As many as the program's own workloads make, so that instructions can be compared, too. */
enum { parameters = 100000, updates = 200, steps = 1000000 };
static const double b1 = 0.9, b2 = 0.999, eps = 1e-8;

__attribute__((noinline)) static void adam(double *restrict theta, double *restrict m,
                                           double *restrict v, const double *restrict g, int n,
                                           double lr, double c1, double c2) {
  for (int i = 0; i < n; i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
    theta[i] -= lr * (m[i] / c1) / (sqrt(v[i] / c2) + eps);
  }
}

__attribute__((noinline)) static double rosenbrock(double *point, int n, double lr) {
  double x = point[0], y = point[1], mx = 0, my = 0, vx = 0, vy = 0, p1 = 1, p2 = 1, loss = 0;
  for (int t = 0; t < n; t++) {
    double bend = y - x * x;
    double gx = -2 * (1 - x) - 400 * x * bend, gy = 200 * bend;
    loss = (1 - x) * (1 - x) + 100 * bend * bend;
    /* Below this 1 - p is 1; some processors take long over numbers below 1e-308. */
    p1 = p1 < 1e-30 ? 0 : p1 * b1, p2 = p2 < 1e-30 ? 0 : p2 * b2;
    mx = b1 * mx + (1 - b1) * gx, my = b1 * my + (1 - b1) * gy;
    vx = b2 * vx + (1 - b2) * gx * gx, vy = b2 * vy + (1 - b2) * gy * gy;
    x -= lr * (mx / (1 - p1)) / (sqrt(vx / (1 - p2)) + eps);
    y -= lr * (my / (1 - p1)) / (sqrt(vy / (1 - p2)) + eps);
  }
  point[0] = x, point[1] = y;
  return loss;
}

static double time_adam(void) {
  double times[repeats];
  double *theta = numbers(parameters, 1), *g = numbers(parameters, 1);
  double *m = numbers(parameters, 0), *v = numbers(parameters, 0);
  for (int r = -1; r < repeats; r++) {
    double start = seconds();
    for (int t = 1; t <= updates; t++)
      adam(theta, m, v, g, parameters, 1e-3, 1 - pow(b1, t), 1 - pow(b2, t));
    if (r >= 0) times[r] = (seconds() - start) / updates / parameters * 1e9;
  }
  report("adam", median(times, repeats), "ns/parameter");
  return theta[0];
}

static double time_rosenbrock(void) {
  double times[repeats], sum = 0;
  for (int r = -1; r < repeats; r++) {
    double point[2] = {-1.2, 1}, start = seconds();
    sum += rosenbrock(point, steps, 1e-3);
    if (r >= 0) times[r] = (seconds() - start) / steps * 1e6;
  }
  report("rosenbrock", median(times, repeats), "us/step");
  return sum;
}

int main(int count, char **arguments) {
  double sum = 0;
  if (is_wanted("adam", count, arguments)) sum += time_adam();
  if (is_wanted("rosenbrock", count, arguments)) sum += time_rosenbrock();
  return sum == 12345.678;
}
