/* The small networks and the subnetworks as plain C loops, and Fashion-MNIST over a BLAS. */
#include "bench.h"
#include <math.h>
#ifdef WITH_BLAS
#include <cblas.h>
#include <zlib.h>
#endif

enum { most_layers = 3, examples = 256 };

typedef struct {
  int layers, sizes[most_layers + 1], batch, tanh, bce, classes;
  int count;
  double *theta, *gradient, *m, *v;
  double *a[most_layers + 1], *d[most_layers + 1];
} Network;

static Network network(int layers, const int *sizes, int batch, int use_tanh, int bce) {
  Network n = {.layers = layers, .batch = batch, .tanh = use_tanh, .bce = bce};
  for (int l = 0; l <= layers; l++) {
    n.sizes[l] = sizes[l];
    n.a[l] = numbers((size_t)sizes[l] * batch, 0);
    n.d[l] = numbers((size_t)sizes[l] * batch, 0);
    if (l) n.count += sizes[l] * (sizes[l - 1] + 1);
  }
  n.classes = sizes[layers];
  n.theta = numbers(n.count, 0);
  double *w = n.theta;
  for (int l = 1; l <= layers; l++) {
    double scale = sqrt(6.0 / sizes[l - 1]);
    for (int i = 0; i < sizes[l] * sizes[l - 1]; i++) *w++ = scale * uniform();
    w += sizes[l];
  }
  n.gradient = numbers(n.count, 0);
  n.m = numbers(n.count, 0), n.v = numbers(n.count, 0);
  return n;
}

/* The three products of a dense layer with examples in rows: c (rows x columns) is a b, a times b
   transposed, or a transposed times b. */
#ifdef WITH_BLAS
static void product_nn(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, columns, inner, 1, a, inner, b,
              columns, 0, c, columns);
}

static void product_nt(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, rows, columns, inner, 1, a, inner, b, inner,
              0, c, columns);
}

static void product_tn(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, rows, columns, inner, 1, a, rows, b, columns,
              0, c, columns);
}
#else
/* a[i, k] lies at i * row + k * step; sixteen sums of a row are kept in registers. */
static inline void product(int rows, int columns, int inner, const double *restrict a, int row,
                           int step, const double *restrict b, double *restrict c) {
  enum { width = 16 };
  for (int i = 0; i < rows; i++) {
    int j = 0;
    for (; j + width <= columns; j += width) {
      double sum[width] = {0};
      for (int k = 0; k < inner; k++) {
        double factor = a[i * row + k * step];
        for (int l = 0; l < width; l++) sum[l] += factor * b[k * columns + j + l];
      }
      for (int l = 0; l < width; l++) c[i * columns + j + l] = sum[l];
    }
    for (; j < columns; j++) {
      double sum = 0;
      for (int k = 0; k < inner; k++) sum += a[i * row + k * step] * b[k * columns + j];
      c[i * columns + j] = sum;
    }
  }
}

static void product_nn(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  product(rows, columns, inner, a, inner, 1, b, c);
}

static void product_nt(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  static double transposed[64 * 64];
  for (int j = 0; j < columns; j++)
    for (int k = 0; k < inner; k++) transposed[k * columns + j] = b[j * inner + k];
  product(rows, columns, inner, a, inner, 1, transposed, c);
}

static void product_tn(int rows, int columns, int inner, const double *a, const double *b,
                       double *c) {
  product(rows, columns, inner, a, 1, rows, b, c);
}
#endif

static void forward(Network *n, int batch) {
  const double *w = n->theta;
  for (int l = 1; l <= n->layers; l++) {
    int in = n->sizes[l - 1], out = n->sizes[l];
    const double *bias = w + out * in;
    product_nt(batch, out, in, n->a[l - 1], w, n->a[l]);
    for (int i = 0; i < batch; i++)
      for (int j = 0; j < out; j++) {
        double z = n->a[l][i * out + j] + bias[j];
        n->a[l][i * out + j] = l == n->layers ? z : n->tanh ? tanh(z) : z > 0 ? z : 0;
      }
    w = bias + out;
  }
}

/* The output layer's delta: mse, bce from logits, or cross-entropy from logits. */
static void output_delta(Network *n, int batch, const double *y) {
  double *a = n->a[n->layers], *d = n->d[n->layers];
  for (int i = 0; i < batch; i++) {
    if (n->classes > 1) {
      double *z = a + i * n->classes, most = z[0], sum = 0;
      for (int j = 1; j < n->classes; j++) most = z[j] > most ? z[j] : most;
      for (int j = 0; j < n->classes; j++) sum += exp(z[j] - most);
      for (int j = 0; j < n->classes; j++)
        d[i * n->classes + j] = (exp(z[j] - most) / sum - (j == (int)y[i])) / batch;
    } else {
      d[i] = n->bce ? (1 / (1 + exp(-a[i])) - (y[i] > 0)) / batch : 2 * (a[i] - y[i]) / batch;
    }
  }
}

static void train_step(Network *n, int batch, const double *y, int t, double lr) {
  forward(n, batch);
  output_delta(n, batch, y);
  int offset = n->count;
  for (int l = n->layers; l >= 1; l--) {
    int in = n->sizes[l - 1], out = n->sizes[l];
    offset -= out * (in + 1);
    double *gw = n->gradient + offset, *gb = gw + out * in;
    product_tn(out, in, batch, n->d[l], n->a[l - 1], gw);
    memset(gb, 0, sizeof *gb * out);
    for (int i = 0; i < batch; i++)
      for (int j = 0; j < out; j++) gb[j] += n->d[l][i * out + j];
    if (l == 1) break;
    product_nn(batch, in, out, n->d[l], n->theta + offset, n->d[l - 1]);
    for (int i = 0; i < batch * in; i++) {
      double a = n->a[l - 1][i];
      n->d[l - 1][i] *= n->tanh ? 1 - a * a : a > 0;
    }
  }
  double c1 = 1 - pow(0.9, t), c2 = 1 - pow(0.999, t);
  for (int i = 0; i < n->count; i++) {
    double g = n->gradient[i];
    n->m[i] = 0.9 * n->m[i] + (1 - 0.9) * g;
    n->v[i] = 0.999 * n->v[i] + (1 - 0.999) * g * g;
    n->theta[i] -= lr * (n->m[i] / c1) / (sqrt(n->v[i] / c2) + 1e-8);
  }
}

static void shuffle(int *order, int n) {
  for (int i = n - 1; i > 0; i--) {
    int j = (int)((uniform() + 1) / 2 * (i + 1)), keep = order[i];
    order[i] = order[j], order[j] = keep;
  }
}

/* One pass over the data in minibatches drawn from a new permutation; returns the steps made. */
static int epoch(Network *n, const double *x, const double *y, int count, int *order, int t) {
  double targets[256];
  int in = n->sizes[0];
  shuffle(order, count);
  for (int first = 0; first < count; first += n->batch) {
    int batch = count - first < n->batch ? count - first : n->batch;
    for (int i = 0; i < batch; i++) {
      memcpy(n->a[0] + i * in, x + (size_t)order[first + i] * in, sizeof *x * in);
      targets[i] = y[order[first + i]];
    }
    train_step(n, batch, targets, ++t, 1e-3);
  }
  return t;
}

static int *range(int count) {
  int *order = malloc(sizeof *order * count);
  if (!order) exit(1);
  for (int i = 0; i < count; i++) order[i] = i;
  return order;
}

#ifndef WITH_BLAS
static void smallnet(const char *name, const int *sizes, int use_tanh, int bce) {
  /* Of eight steps; as many steps as the program's own workload makes. */
  enum { epochs = 256 };
  Network n = network(3, sizes, 32, use_tanh, bce);
  double *x = numbers((size_t)examples * sizes[0], 1), *y = numbers(examples, 1), times[repeats];
  int *order = range(examples), t = 0;
  for (int r = -1; r < repeats; r++) {
    int before = t;
    double start = seconds();
    for (int e = 0; e < epochs; e++) t = epoch(&n, x, y, examples, order, t);
    if (r >= 0) times[r] = (seconds() - start) / (t - before) * 1e6;
  }
  report(name, median(times, repeats), "us/step");
}

/* Every subnetwork of 2-20-1 relu on 64 points: each one's loss, and the exact ensemble. */
static void subnets(void) {
  enum { units = 20, half = 10, points = 64 };
  double *w = numbers(units * 2, 1), *b = numbers(units, 1), *out = numbers(units, 1);
  double *x = numbers(points * 2, 1), *y = numbers(points, 1), times[repeats], sum = 0;
  double *low = numbers((1 << half) * points, 0), *high = numbers((1 << half) * points, 0);
  double *losses = numbers(1 << units, 0), ensemble[points], h[units][points];
  for (int r = -1; r < repeats; r++) {
    double start = seconds();
    for (int u = 0; u < units; u++)
      for (int p = 0; p < points; p++) {
        double z = w[2 * u] * x[2 * p] + w[2 * u + 1] * x[2 * p + 1] + b[u];
        h[u][p] = z > 0 ? out[u] * z : 0;
      }
    for (int side = 0; side < 2; side++) {
      double *table = side ? high : low;
      memset(table, 0, sizeof *table * points);
      for (int s = 1; s < 1 << half; s++) {
        int u = __builtin_ctz(s);
        for (int p = 0; p < points; p++)
          table[s * points + p] = table[(s & (s - 1)) * points + p] + h[side * half + u][p];
      }
    }
    memset(ensemble, 0, sizeof ensemble);
    for (int s = 0; s < 1 << half; s++)
      for (int q = 0; q < 1 << half; q++) {
        const double *restrict one = high + s * points, *restrict two = low + q * points;
        double loss = 0;
        for (int p = 0; p < points; p++) {
          double f = one[p] + two[p];
          ensemble[p] += f;
          loss += (f - y[p]) * (f - y[p]);
        }
        losses[s << half | q] = loss / points;
      }
    for (int p = 0; p < points; p++) sum += ensemble[p] / (1 << units);
    /* Read, or a compiler leaves them out. */
    for (int s = 0; s < 1 << units; s += 4097) sum += losses[s];
    if (r >= 0) times[r] = seconds() - start;
  }
  report("subnets", median(times, repeats), "s");
  if (sum == 12345.678) puts("");
}
#endif

#ifdef WITH_BLAS
static unsigned char *idx(const char *folder, const char *file, int header, size_t bytes) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, file);
  gzFile f = gzopen(path, "rb");
  unsigned char *data = malloc(bytes);
  if (!f || !data || gzread(f, data, header) != header || gzread(f, data, bytes) != (int)bytes) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  gzclose(f);
  return data;
}

static void fashion(const char *folder) {
  enum { train = 60000, test = 10000, pixels = 784, epochs = 3 };
  unsigned char *xs = idx(folder, "train-images-idx3-ubyte.gz", 16, train * pixels);
  unsigned char *ys = idx(folder, "train-labels-idx1-ubyte.gz", 8, train);
  unsigned char *xt = idx(folder, "t10k-images-idx3-ubyte.gz", 16, test * pixels);
  unsigned char *yt = idx(folder, "t10k-labels-idx1-ubyte.gz", 8, test);
  double *x = malloc(sizeof *x * train * pixels), *y = malloc(sizeof *y * train), times[epochs];
  if (!x || !y) exit(1);
  for (size_t i = 0; i < (size_t)train * pixels; i++) x[i] = xs[i] / 255.0;
  for (int i = 0; i < train; i++) y[i] = ys[i];
  Network n = network(3, (int[]){pixels, 128, 64, 10}, 64, 0, 0);
  int *order = range(train), t = 0, right = 0;
  for (int e = 0; e < epochs; e++) {
    double start = seconds();
    t = epoch(&n, x, y, train, order, t);
    times[e] = seconds() - start;
  }
  for (int first = 0; first < test; first += 50) {
    for (int i = 0; i < 50 * pixels; i++) n.a[0][i] = xt[first * pixels + i] / 255.0;
    forward(&n, 50);
    for (int i = 0; i < 50; i++) {
      int best = 0;
      for (int j = 1; j < 10; j++)
        if (n.a[3][i * 10 + j] > n.a[3][i * 10 + best]) best = j;
      right += best == yt[first + i];
    }
  }
  report("fashion", median(times, epochs), "s/epoch");
  report("fashion-accuracy", (double)right / test, "");
}
#endif

int main(int count, char **arguments) {
#ifdef WITH_BLAS
  fashion(count > 1 ? arguments[1] : "/usr/share/datasets/fashion-mnist");
#else
  if (is_wanted("smallnet-tanh", count, arguments))
    smallnet("smallnet-tanh", (int[]){2, 16, 16, 1}, 1, 0);
  if (is_wanted("smallnet-relu", count, arguments))
    smallnet("smallnet-relu", (int[]){8, 32, 32, 1}, 0, 1);
  if (is_wanted("subnets", count, arguments)) subnets();
#endif
  return 0;
}
