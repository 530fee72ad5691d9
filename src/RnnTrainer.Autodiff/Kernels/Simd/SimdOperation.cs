namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>The operations of <see cref="ISimd{V,T}"/> by name, for generated code. What they do is said there.</summary>
enum SimdOperation
{
    Load,
    Store,
    LoadPart,
    StorePart,
    Broadcast,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Abs,
    WithSignOf,
    Sqrt,
    Min,
    Max,
    MultiplyAdd,
    NegateMultiplyAdd,
    StepAt0,
    SelectGreaterOrEqual,
    RoundToEven,
    ShiftToExponent,
    ScaleByPowerOf2,
    Exponent,
    Mantissa,
    FlushSmall,
    Sum,
    MaxLane,
}

/// <summary>The functions of <see cref="SingleMath"/> and <see cref="DoubleMath"/> by name, for generated code.</summary>
enum SimdFunction
{
    Exp,
    Log,
    Tanh,
    Sigmoid,
    Softplus,
}
