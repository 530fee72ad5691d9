// Tables on the stack are written before they are read, so they need no zeroing.

[module: System.Runtime.CompilerServices.SkipLocalsInit]
