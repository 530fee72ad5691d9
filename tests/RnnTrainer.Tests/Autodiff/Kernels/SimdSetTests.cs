using System.Reflection;
using RnnTrainer.Autodiff.Kernels.Simd;

namespace RnnTrainer.Tests.Autodiff.Kernels;

public sealed class SimdSetTests
{
    public static TheoryData<Type> Scalars => [typeof(float), typeof(double)];

    [Theory, MemberData(nameof(Scalars))]
    public void Without_a_name_the_widest_set_of_the_machine_is_chosen(Type scalar) =>
        Assert.Equal(SimdSet.Supported(scalar).Max(set => set.Count), SimdSet.Named(null, scalar).Count);

    [Theory, MemberData(nameof(Scalars))]
    public void A_set_can_be_forced_by_its_name(Type scalar) =>
        Assert.All(SimdSet.Supported(scalar), set => Assert.Same(set, SimdSet.Named(set.Name, scalar)));

    [Theory, MemberData(nameof(Scalars))]
    public void Every_machine_has_vector128_and_scalar(Type scalar) =>
        Assert.Equal(["vector128", "scalar"], SimdSet.Supported(scalar).TakeLast(2).Select(set => set.Name));

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => SimdSet.Named("sse9", typeof(float)));
        Assert.StartsWith("There is no instruction set \"sse9\". Set RNN_SIMD to one of ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("vector128, scalar, or leave it out.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operation_of_the_interface_has_a_name_for_generated_code() =>
        Assert.Equal(
            typeof(ISimd<,>).GetMethods().Where(method => !method.IsSpecialName).Select(method => method.Name),
            Enum.GetNames<SimdOperation>());

    [Theory, MemberData(nameof(Scalars))]
    public void Every_operation_and_function_is_found_in_every_set(Type scalar) =>
        Assert.All(SimdSet.Known(scalar), set =>
        {
            Assert.All(Enum.GetValues<SimdOperation>(), operation => Assert.True(set.Operation(operation).IsStatic));
            Assert.All(Enum.GetValues<SimdFunction>(), function => Assert.True(set.Function(function).IsStatic));
        });

    [Fact]
    public void Float32_and_float64_have_the_same_functions() =>
        Assert.Equal(Names(typeof(SingleMath)), Names(typeof(DoubleMath)));

    static IEnumerable<string> Names(Type functions) =>
        functions.GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Order();
}
