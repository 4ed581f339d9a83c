# Rcapture: every hierarchical model (`search [MAXORDER]`), the profile interval of one model
# (`interval MODEL`), or the standard models of lists (`standard`).
source("common.R")
needs("Rcapture")

if (words[1] == "search") {
  order <- if (length(words) > 1) as.integer(words[2]) else ncol(table) - 2
  done <- timed(function() Rcapture::closedpMS.t(table, dfreq = TRUE, maxorder = order))
} else if (words[1] == "interval") {
  done <- timed(function() Rcapture::closedpCI.t(table, dfreq = TRUE, mX = words[2]))
} else {
  done <- timed(function() Rcapture::closedp.t(table, dfreq = TRUE))
}
fits <- done$value$results
found <- list(
  models = rownames(fits), points = fits[, "abundance"], errors = fits[, "stderr"],
  deviances = fits[, "deviance"], bic = fits[, "BIC"], flags = fits[, "infoFit"]
)
if (words[1] == "interval") found$interval <- done$value$CI[1, 1:3]
do.call(answer, c(list("Rcapture", done$seconds), found))
