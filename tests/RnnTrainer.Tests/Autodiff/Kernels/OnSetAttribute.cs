using System.Reflection;
using RnnTrainer.Autodiff.Kernels.Simd;
using Xunit.Sdk;

namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>Runs a theory on one instruction set, for float32 and float64; skips it, and says so, where the machine has not got the
/// set.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
sealed class OnSetAttribute : DataAttribute
{
    readonly string _name;

    public OnSetAttribute(string name)
    {
        _name = name;
        if (!SimdSet.Supported(typeof(float)).Any(set => set.Name == name))
        {
            Skip = $"This machine has no {name}.";
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_name, "float"], [_name, "double"]];

    /// <summary>The set of a theory's row.</summary>
    public static SimdSet Of(string name, string scalar) => SimdSet.Named(name, scalar == "float" ? typeof(float) : typeof(double));
}
