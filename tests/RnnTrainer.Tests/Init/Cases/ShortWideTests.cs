using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>A few numbered columns are the steps of a row, unless rows of one name stand together.</summary>
public sealed class ShortWideTests
{
    [Theory]
    [InlineData("id,item_id,t0,t1,t2,t3,label")]
    [InlineData("id,store,t1,t2,t3,t4,label")]
    [InlineData("row,machine_id,x0,x1,x2,x3,class")]
    [InlineData("id,item_id,0,1,2,3,y")]
    public void Names_that_come_again_here_and_there_are_no_names_of_sequences(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 40, n => $"r{n},{n % 7},{InitRun.Number(n)},{InitRun.Number(n % 9)},{InitRun.Number(n % 5)},{InitRun.Number(n % 13)},"
                + (n % 3 == 0 ? "up" : "down")));

        Assert.Equal(("classify", Layout.Wide, 40), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
        Assert.All(run.Read().Sequences, s => Assert.Equal(4, s.Length));
        run.AssertTrains();
    }

    [Fact]
    public void Names_in_blocks_whose_rows_have_different_labels_are_no_names_of_sequences_either()
    {
        using var run = InitRun.Of(InitRun.Rows(
            "id,item_id,t0,t1,t2,t3,label", 42, n => $"{n},{n / 6},{InitRun.Number(n)},{InitRun.Number(n % 9)},1.5,{n % 4}.25,"
                + (n % 3 == 0 ? "up" : "down")));

        Assert.Equal(("classify", Layout.Wide, 42), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
    }

    [Theory]
    [InlineData("seq,x0,x1,x2,label")]
    [InlineData("id,s1,s2,s3,label")]
    [InlineData("item_id,t0,t1,t2,label")]
    public void Rows_of_a_name_that_stand_together_and_share_a_label_are_steps(string header)
    {
        using var run = InitRun.Of(InitRun.Rows(
            header, 240, n => $"{n / 6},{InitRun.Number(n)},{InitRun.Number(n % 9)},{n % 4}.25,{(n / 6 % 3 == 0 ? "up" : "down")}"));

        Assert.Equal(("classify", Layout.Long, 40), (run.Task, run.Columns.Layout, run.Read().Sequences.Count));
        run.AssertTrains();
    }
}
