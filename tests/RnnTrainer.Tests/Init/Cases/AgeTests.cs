namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A whole number for each sequence is a class if it takes a few values, and a number if it takes many.</summary>
public sealed class AgeTests
{
    [Theory]
    [InlineData("seq,x,age", 30, 18)]
    [InlineData("patient,x,score", 40, 20)]
    [InlineData("id,x,weight", 20, 9)]
    public void Of_many_values_it_is_a_number_and_classes_are_offered(string header, int sequences, int values)
    {
        using var run = Of(header, sequences, values);

        Assert.Equal("regress", run.Task);
        Assert.Contains($"or --task classify --target {run.Target}: '{run.Target}' is one of {values} classes", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seq,x,grade", 30, 3)]
    [InlineData("patient,x,score", 40, 5)]
    [InlineData("id,x,label", 30, 12)]
    public void Of_few_values_or_with_the_name_of_a_label_it_is_a_class(string header, int sequences, int values)
    {
        using var run = Of(header, sequences, values);

        Assert.Equal("classify", run.Task);
        Assert.Equal(
            !header.EndsWith("label", StringComparison.Ordinal),
            run.Error.Contains($"or --task regress --target {run.Target}: '{run.Target}' is a number", StringComparison.Ordinal));
    }

    static InitRun Of(string header, int sequences, int values) => InitRun.Of(InitRun.Rows(
        header, sequences * 10, n => $"{n / 10},{InitRun.Number(n % 10)},{40 + (3 * (n / 10 * 7 % values))}"));
}
