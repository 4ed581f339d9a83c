# uncounted on a table with the columns country, encounters, registered, population and ukrainian.
#   Rscript uncounted.R TABLE LAW GAMMA COVARIATE REPLICATES
# LAW poisson or nb; GAMMA a number or estimate; COVARIATE ukrainian or none; REPLICATES of its
# weighted bootstrap over countries, 0 for none (it needs the package fwb). Answers besides what
# common.R says: point, loglik, lower, upper.
source("common.R")
needs("uncounted")
suppressMessages(library(uncounted))
data <- read.csv(commandArgs(TRUE)[1])
law <- words[1]
gamma <- if (words[2] == "estimate") "estimate" else if (as.numeric(words[2]) == 0) NULL else as.numeric(words[2])
replicates <- as.integer(words[4])
alpha <- if (words[3] == "none") NULL else ~ukrainian
fit <- function() {
  estimate_hidden_pop(
    data = data, observed = ~encounters, auxiliary = ~registered, reference_pop = ~population,
    method = law, gamma = gamma, cov_alpha = alpha
  )
}
if (replicates > 0) {
  needs("fwb")
  made <- fit()
  done <- timed(function() {
    bootstrap_popsize(made, R = replicates, cluster = ~country, seed = 1, verbose = FALSE)
  })
} else {
  done <- timed(function() {
    found <- NULL
    # One fit is too short for the clock of R.
    for (i in 1:50) {
      found <- fit()
      size <- popsize(found)
    }
    list(fit = found, size = size)
  })
  done$seconds <- done$seconds / 50
  made <- done$value$fit
}
size <- popsize(made)
one <- nrow(size) == 1
answer(
  "uncounted", done$seconds,
  point = sum(size$estimate), loglik = as.numeric(made$loglik),
  lower = if (one) size$lower else NA_real_, upper = if (one) size$upper else NA_real_
)
