// Small tables on the stack are filled before they are read.

[module: System.Runtime.CompilerServices.SkipLocalsInit]
