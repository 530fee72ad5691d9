namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Whole texts in a column, whatever their labels look like.</summary>
public sealed class TextLabelTests
{
    static readonly string[] Words = ["film", "bad", "good", "long", "dull", "bright", "was", "never"];

    [Theory]
    [InlineData("text,sentiment", "neg,pos")]
    [InlineData("review,stars", "1,2,3,4,5")]
    [InlineData("text,label", "0,1")]
    [InlineData("label,text", "ham,spam")]
    [InlineData("Score,Text", "1,2,3,4,5")]
    [InlineData("id,comment,rating", "1,2,3")]
    [InlineData("tweet,target", "0,4")]
    [InlineData("a,b", "x,y")]
    public void A_text_with_one_label_has_a_class(string header, string labels)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(InitRun.Rows(header, 60, n => string.Join(',', names.Select(name =>
            name == "id" ? $"{n}" : name is "text" or "review" or "Text" or "comment" or "tweet" or "a" ? Text(n) : labels.Split(',')[n % labels.Split(',').Length]))));
        var label = names.Single(n => n is "sentiment" or "stars" or "label" or "Score" or "rating" or "target" or "b");

        Assert.Equal(("classify", label), (run.Task, run.Target));
        Assert.Equal(names.Single(n => n != "id" && n != label), run.Columns.Tokens?.ToString());
        Assert.Equal(60, run.Read().Sequences.Count);
        run.AssertTrains();
        Assert.Equal(0, run.Predict().Exit);
    }

    [Theory]
    [InlineData("id,comment,toxic,insult", "toxic, insult")]
    [InlineData("comment_text,toxic,severe_toxic,threat", "toxic, severe_toxic, threat")]
    [InlineData("text,joy,anger,fear,trust", "joy, anger, fear, trust")]
    [InlineData("toxic,insult,comment", "toxic, insult")]
    public void A_text_with_several_flags_has_several_labels_and_no_flag_is_an_input(string header, string targets)
    {
        using var run = InitRun.Of(InitRun.Rows(header, 60, n => string.Join(',', header.Split(',').Select((name, i) =>
            name == "id" ? $"{n}" : name is "text" or "comment" or "comment_text" ? Text(n) : $"{(n + i) % (2 + i) / (1 + i)}"))));

        Assert.Equal(("multilabel", targets), (run.Task, run.Target));
        Assert.Equal("", run.Inputs);
        Assert.Equal(60, run.Read().Sequences.Count);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("x,y,flag1,flag2")]
    [InlineData("temp,load,alarm,leak")]
    [InlineData("a,b,c,d")]
    public void Several_flags_of_sequences_of_numbers_are_labels_and_no_flag_is_an_input(string header)
    {
        var names = header.Split(',');
        using var run = InitRun.Of(
            InitRun.Rows($"seq,{header}", 200, n => $"s{n / 5},{InitRun.Number(n % 5 * (1 + (n / 5 % 2)))},{InitRun.Number(n % 7)},{n / 5 % 2},{n / 5 / 2 % 2}"),
            "--target", $"{names[2]},{names[3]}");

        Assert.Equal(("multilabel", $"{names[2]}, {names[3]}", $"{names[0]}, {names[1]}"), (run.Task, run.Target, run.Inputs));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("sentiment")]
    [InlineData("stars")]
    [InlineData("mood")]
    public void Words_of_a_text_in_rows_have_the_class_that_is_the_same_in_all_rows(string label)
    {
        using var run = InitRun.Of(InitRun.Rows($"seq,word,{label}", 240, n => $"s{n / 6},{Words[n * 5 % 8]},{(n / 6 % 2 == 0 ? "neg" : "pos")}"));

        Assert.Equal(("classify", label, 40), (run.Task, run.Target, run.Read().Sequences.Count));
        Assert.Equal(["word"], run.Read().TextColumns);
        run.AssertTrains();
    }

    static string Text(int n) => $"\"the {Words[n % 8]} {Words[n * 3 % 8]} number {n} was what it was, and {Words[n * 5 % 7]}\"";
}
