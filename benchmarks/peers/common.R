# What the scripts beside this one share. Each is called from this folder as
#   Rscript NAME.R TABLE [WORD ...]
# with TABLE a CSV file of one column of 0 and 1 for each list and a column `count`. It prints one
# JSON object that holds `package`, `version`, `r` and `seconds` (CPU seconds of its own work), or
# quits with status 3 where the package is not installed.

words <- commandArgs(TRUE)
table <- as.matrix(read.csv(words[1], check.names = FALSE))
words <- words[-1]

needs <- function(package) {
  if (!requireNamespace(package, quietly = TRUE)) quit(status = 3)
}

# The value of a task and its CPU seconds: of one run, or the median of three if that is short.
timed <- function(task) {
  once <- function() {
    used <- system.time(value <<- task())
    used[["user.self"]] + used[["sys.self"]]
  }
  value <- NULL
  first <- once()
  list(value = value, seconds = if (first > 5) first else median(c(first, once(), once())))
}

json <- function(x) {
  one <- length(x) == 1
  if (is.list(x)) {
    inside <- vapply(x, json, "")
    return(paste0("{", paste0('"', names(x), '":', inside, collapse = ","), "}"))
  }
  text <- if (is.character(x)) paste0('"', x, '"') else sprintf("%.15g", x)
  if (is.numeric(x)) text[!is.finite(x)] <- "null"
  if (one) text else paste0("[", paste(text, collapse = ","), "]")
}

answer <- function(package, seconds, ...) {
  version <- as.character(packageVersion(package))
  said <- list(package = package, version = version, r = as.character(getRversion()))
  cat(json(c(said, list(seconds = seconds, ...))))
}
