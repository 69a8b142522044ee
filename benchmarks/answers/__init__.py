"""The answer engine measured: our questions, the judge, yardsticks in the same run, growth.

Holds questions and regular expressions, never the documents themselves. README.md says how to
run it and which part nobody may look at while tuning.
"""
