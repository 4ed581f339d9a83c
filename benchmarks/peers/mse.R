# MultipleSystemsEstimation: `bic REPLICATES [MAXORDER]`, `stepwise REPLICATES` or `thresholding`.
source("common.R")
needs("MultipleSystemsEstimation")

library(MultipleSystemsEstimation)
replicates <- as.integer(words[2])
order <- if (length(words) > 2) as.integer(words[3])
done <- timed(switch(words[1],
  bic = function() estimate_population_bic(table, nboot = replicates, maxorder = order),
  stepwise = function() estimate_population_stepwise(table, nboot = replicates),
  thresholding = function() estimate_population_bayesthresh(table)
))
fit <- done$value
ends <- if (is.null(fit$quantiles)) fit$BCaquantiles else fit$quantiles
# One row for each number of models kept, most models last.
if (is.matrix(ends)) ends <- ends[nrow(ends), ]
answer("MultipleSystemsEstimation", done$seconds,
  point = as.numeric(fit$popest), interval = as.numeric(ends[c(1, length(ends))])
)
