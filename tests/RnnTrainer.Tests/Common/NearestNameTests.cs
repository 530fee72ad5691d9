using RnnTrainer.Common;

namespace RnnTrainer.Tests.Common;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("sequense", "sequence")] // a letter replaced
    [InlineData("lable", "label")] // neighbours swapped
    [InlineData("LABEL", "label")] // another case
    [InlineData("learningrate", "learning_rate")] // a letter left out
    [InlineData("tepm", "temp")]
    public void A_misspelt_name_is_found(string word, string meant) =>
        Assert.Equal(meant, NearestName.To(word, ["sequence", "temp", "label", "learning_rate"]));

    [Theory]
    [InlineData("time", "temp")] // two of four letters
    [InlineData("x", "y")] // of names of one letter every one is near every other
    [InlineData("station", "sensor")]
    public void A_name_that_is_too_far_away_is_not(string word, string other) => Assert.Null(NearestName.To(word, [other]));

    [Fact]
    public void Of_names_that_differ_in_case_only_the_one_that_is_written_alike_is_nearest() =>
        Assert.Equal("WhR", NearestName.To("WhRR", ["WHR", "WhR", "whr"]));

    [Fact]
    public void Of_names_that_are_equally_near_the_first_is_taken() => Assert.Equal("x1", NearestName.To("x3", ["x1", "x2"]));

    [Fact]
    public void Without_names_there_is_none() => Assert.Null(NearestName.To("x", []));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ca", "abc", 3)] // a swapped pair is not edited again
    public void Edits_are_inserted_deleted_replaced_and_swapped_letters(string a, string b, int edits) =>
        Assert.Equal(edits, NearestName.Edits(a, b));
}
