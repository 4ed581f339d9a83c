# singleRcapture on a register with the columns capture and count, all others categories.
#   Rscript singlercapture.R TABLE LAW REPLICATES
# A row with count 1 is a person; where rows stand for more they enter as its weightsAsCounts. LAW
# poisson, geometric or negbin; REPLICATES of its semiparametric bootstrap, 0 for the analytic
# variance. Answers besides what common.R says, `seconds` here being user seconds: point, loglik,
# lower, upper (log-normal, or percentiles of the bootstrap).
source("common.R")
needs("singleRcapture")
suppressMessages(library(singleRcapture))
people <- read.csv(commandArgs(TRUE)[1], stringsAsFactors = TRUE)
law <- c(poisson = "ztpoisson", geometric = "ztgeom", negbin = "ztnegbin")[[words[1]]]
replicates <- as.integer(words[2])
number <- people$count
people$count <- NULL
set.seed(1)
estimate <- function() {
  common <- list(formula = capture ~ ., data = people, model = law)
  if (any(number > 1)) {
    common <- c(common, list(weights = number, controlModel = controlModel(weightsAsCounts = TRUE)))
  }
  how <- list(popVar = "analytic")
  if (replicates > 0) {
    variance <- controlPopVar(bootType = "semiparametric", B = replicates)
    how <- list(popVar = "bootstrap", controlPopVar = variance)
  }
  suppressWarnings(do.call(estimatePopsize, c(common, how)))
}
# A short fit is the median of five after one that is not counted; what is long runs once.
value <- NULL
once <- function() system.time(value <<- estimate())[["user.self"]]
first <- once()
seconds <- if (replicates > 0 || first > 1) first else median(replicate(5, once()))
found <- popSizeEst(value)
ends <- found$confidenceInterval
ends <- if (is.null(dim(ends))) unlist(ends) else unlist(ends["logNormal", ])
answer(
  "singleRcapture", seconds,
  point = as.numeric(found$pointEstimate), loglik = as.numeric(logLik(value)),
  lower = as.numeric(ends[1]), upper = as.numeric(ends[2])
)
