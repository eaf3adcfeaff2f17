#!/bin/sh
# What the editor starts: the program on the PATH, or the one that DESCENT names.
exec "${DESCENT:-descent}" dap
