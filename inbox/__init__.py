"""Reports: taking them in, sealing them, working them, answering them.

Plaintext passes through here briefly and in memory. No identity of a reporter has a
parameter, a field or a column anywhere in this room (promise 1). Never log content.
"""
