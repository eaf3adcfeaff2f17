#include "CLessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char start[] = {
#embed "../../lessons/00-start.md"
};
static const unsigned char recipe[] = {
#embed "../../lessons/01-recipe.md"
};
static const unsigned char depth[] = {
#embed "../../lessons/01b-depth.md"
};
static const unsigned char activations[] = {
#embed "../../lessons/02-activations.md"
};
static const unsigned char maxout[] = {
#embed "../../lessons/03-maxout.md"
};
static const unsigned char gradient_descent[] = {
#embed "../../lessons/04-gradient-descent.md"
};
static const unsigned char adagrad[] = {
#embed "../../lessons/05-adagrad.md"
};
static const unsigned char second_derivative[] = {
#embed "../../lessons/05b-second-derivative.md"
};
static const unsigned char rmsprop[] = {
#embed "../../lessons/06-rmsprop.md"
};
static const unsigned char is_it_stuck[] = {
#embed "../../lessons/06b-is-it-stuck.md"
};
static const unsigned char momentum[] = {
#embed "../../lessons/07-momentum.md"
};
static const unsigned char adam[] = {
#embed "../../lessons/08-adam.md"
};
static const unsigned char which_rule_wins[] = {
#embed "../../lessons/08b-which-rule-wins.md"
};
static const unsigned char learning_rate_decay[] = {
#embed "../../lessons/09-learning-rate-decay.md"
};
static const unsigned char decay_on_a_network[] = {
#embed "../../lessons/09b-decay-on-a-network.md"
};
static const unsigned char early_stopping[] = {
#embed "../../lessons/10-early-stopping.md"
};
static const unsigned char weight_decay[] = {
#embed "../../lessons/11-weight-decay.md"
};
static const unsigned char which_decay[] = {
#embed "../../lessons/11b-which-decay.md"
};
static const unsigned char dropout[] = {
#embed "../../lessons/12-dropout.md"
};
static const unsigned char load_cell[] = {
#embed "../../lessons/12b-load-cell.md"
};
static const unsigned char ensemble[] = {
#embed "../../lessons/13-ensemble.md"
};
static const unsigned char hyperparameters[] = {
#embed "../../lessons/14-hyperparameters.md"
};
static const unsigned char read_the_curve[] = {
#embed "../../lessons/14b-read-the-curve.md"
};
static const unsigned char seven_steps[] = {
#embed "../../lessons/15-seven-steps.md"
};

static const clessons_lesson lessons[] = {
    {"00-start.md", start, sizeof start},
    {"01-recipe.md", recipe, sizeof recipe},
    {"01b-depth.md", depth, sizeof depth},
    {"02-activations.md", activations, sizeof activations},
    {"03-maxout.md", maxout, sizeof maxout},
    {"04-gradient-descent.md", gradient_descent, sizeof gradient_descent},
    {"05-adagrad.md", adagrad, sizeof adagrad},
    {"05b-second-derivative.md", second_derivative, sizeof second_derivative},
    {"06-rmsprop.md", rmsprop, sizeof rmsprop},
    {"06b-is-it-stuck.md", is_it_stuck, sizeof is_it_stuck},
    {"07-momentum.md", momentum, sizeof momentum},
    {"08-adam.md", adam, sizeof adam},
    {"08b-which-rule-wins.md", which_rule_wins, sizeof which_rule_wins},
    {"09-learning-rate-decay.md", learning_rate_decay, sizeof learning_rate_decay},
    {"09b-decay-on-a-network.md", decay_on_a_network, sizeof decay_on_a_network},
    {"10-early-stopping.md", early_stopping, sizeof early_stopping},
    {"11-weight-decay.md", weight_decay, sizeof weight_decay},
    {"11b-which-decay.md", which_decay, sizeof which_decay},
    {"12-dropout.md", dropout, sizeof dropout},
    {"12b-load-cell.md", load_cell, sizeof load_cell},
    {"13-ensemble.md", ensemble, sizeof ensemble},
    {"14-hyperparameters.md", hyperparameters, sizeof hyperparameters},
    {"14b-read-the-curve.md", read_the_curve, sizeof read_the_curve},
    {"15-seven-steps.md", seven_steps, sizeof seven_steps},
};

size_t clessons_count(void) { return sizeof lessons / sizeof lessons[0]; }

const clessons_lesson *clessons_at(size_t index) {
  return index < clessons_count() ? &lessons[index] : NULL;
}
