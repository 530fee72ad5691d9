using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnTrainer.Autodiff.Kernels.Simd;

/// <summary>One instruction set for one scalar type, as the emitter of kernels needs to know it.</summary>
/// <param name="Name">avx512, avx2, vector128 or scalar.</param>
/// <param name="Operations">The struct that implements ISimd&lt;Vector, Scalar&gt;.</param>
/// <param name="Functions">SingleMath or DoubleMath.</param>
/// <param name="Vector">Vector512, Vector256, Vector128 of Scalar, or Scalar.</param>
/// <param name="Scalar">float or double.</param>
/// <param name="Count">Lanes of a vector.</param>
/// <param name="Registers">Vector registers a tile may use.</param>
/// <param name="IsSupported">Whether this machine has the set.</param>
sealed record SimdSet(
    string Name, Type Operations, Type Functions, Type Vector, Type Scalar, int Count, int Registers, bool IsSupported)
{
    /// <summary>The environment variable that forces a set: avx512, avx2, vector128 or scalar.</summary>
    public const string Variable = "RNN_SIMD";

    static readonly SimdSet[] All =
    [
        Of<Avx512Single, Vector512<float>, float>("avx512", typeof(SingleMath), 32),
        Of<Avx2Single, Vector256<float>, float>("avx2", typeof(SingleMath), 16),
        Of<Vector128Single, Vector128<float>, float>("vector128", typeof(SingleMath), OfArm(32, otherwise: 16)),
        Of<ScalarSingle, float, float>("scalar", typeof(SingleMath), OfArm(32, otherwise: 16)),
        Of<Avx512Double, Vector512<double>, double>("avx512", typeof(DoubleMath), 32),
        Of<Avx2Double, Vector256<double>, double>("avx2", typeof(DoubleMath), 16),
        Of<Vector128Double, Vector128<double>, double>("vector128", typeof(DoubleMath), OfArm(32, otherwise: 16)),
        Of<ScalarDouble, double, double>("scalar", typeof(DoubleMath), OfArm(32, otherwise: 16)),
    ];

    /// <summary>Every set of the scalar type (float or double), widest first, whether this machine has it or not.</summary>
    public static IReadOnlyList<SimdSet> Known(Type scalar) => [.. All.Where(set => set.Scalar == scalar)];

    /// <summary>The sets this machine has, best first; never empty.</summary>
    public static IReadOnlyList<SimdSet> Supported(Type scalar) => [.. Known(scalar).Where(set => set.IsSupported)];

    /// <summary>The set that RNN_SIMD names, else the best this machine has.</summary>
    public static SimdSet Best(Type scalar) => Named(Environment.GetEnvironmentVariable(Variable), scalar);

    /// <summary>The set of this name, and of no name the best; an error if there is none or this machine has not got it.</summary>
    public static SimdSet Named(string? name, Type scalar)
    {
        if (string.IsNullOrEmpty(name))
        {
            return Supported(scalar)[0];
        }

        var usable = string.Join(", ", Supported(scalar).Select(set => set.Name));
        var found = Known(scalar).SingleOrDefault(set => set.Name == name)
            ?? throw new ArgumentException($"There is no instruction set \"{name}\". Set {Variable} to one of {usable}, or leave it out.");
        return found.IsSupported
            ? found
            : throw new ArgumentException($"This machine has no {name}. Set {Variable} to one of {usable}, or leave it out.");
    }

    /// <summary>The method of an operation, for generated code to call.</summary>
    internal MethodInfo Operation(SimdOperation operation) =>
        Operations.GetMethod(operation.ToString(), BindingFlags.Public | BindingFlags.Static)!;

    /// <summary>The method of a function, for generated code to call.</summary>
    internal MethodInfo Function(SimdFunction function) =>
        Functions.GetMethod(function.ToString(), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(Operations, Vector);

    static SimdSet Of<O, V, T>(string name, Type functions, int registers)
        where O : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        new(name, typeof(O), functions, typeof(V), typeof(T), O.Count, registers, O.IsSupported);

    static int OfArm(int registers, int otherwise) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? registers : otherwise;
}
