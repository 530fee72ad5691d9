using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Training;

/// <summary><c>predict --anomalies</c>: the p-values of the targets of a file.</summary>
public sealed class AnomaliesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_that_is_unlike_all_held_out_ones_is_found_in_a_forecast(bool isEnsemble)
    {
        Train(Series());
        var run = isEnsemble ? "both" : "run";
        if (isEnsemble)
        {
            Assert.Equal(0, Rnn.Run("ensemble", _folder.File("run"), "--out", _folder.File("both"), "--quiet").Exit);
        }

        // Step 100 is 30 too large, 8 times the range of the season.
        _folder.Write("new.csv", Rows(t => U(t) + (t == 100 ? 30 : 0)));
        var found = Rnn.Run("predict", _folder.File(run), "--data", _folder.File("new.csv"), "--anomalies", "--alpha", "0.02");

        Assert.Equal(0, found.Exit);
        var rows = Cells(found.Output);
        Assert.Equal("seq,step,target,prediction,p_value,anomaly", string.Join(',', rows[0]));
        // Six steps precede the first forecast, and the last step is one.
        Assert.Equal(Enumerable.Range(6, 234).Select(t => $"new,{t}"), rows.Skip(1).Select(r => $"{r[0]},{r[1]}"));
        Assert.Equal("1", rows[1 + 94][5]);
        Assert.All(rows.Skip(1), r => Assert.Equal(Number(r[4]) <= 0.02 ? "1" : "0", r[5]));
        Assert.InRange(rows.Skip(1).Count(r => r[5] == "1"), 1, 30);

        using var trained = TrainedModel.Load(_folder.File(run));
        var (errors, row) = (trained.Errors().OfModel, rows[1 + 50]);
        Assert.Equal(errors.PValue(0, Math.Abs(Number(row[2]) - Number(row[3]))), Number(row[4]), 1e-9);
    }

    [Fact]
    public void Numbers_of_steps_have_p_values_and_a_document_counts_the_anomalies()
    {
        var text = new StringBuilder("seq,step,x,y\n");
        for (var n = 0; n < 90; n++)
        {
            var sum = 0.0;
            for (var t = 0; t < 3; t++)
            {
                sum += t;
                text.Append(CultureInfo.InvariantCulture, $"s{n},{t},{t},{sum + RandomStream.At((ulong)n, (ulong)t)}\n");
            }
        }

        _folder.Write("steps.csv", text.ToString());
        Train(_folder.Write("steps.yaml", """
            task: regress
            data: {train: steps.csv, inputs: x, target: y, target_level: step, split: {validation: 0.4, test: 0.1}}
            model: {hidden: 3}
            training: {epochs: 2, batch: 8}
            """));

        var document = Rnn.Run("predict", _folder.File("run"), "--data", _folder.File("steps.csv"), "--anomalies", "--json").Json;

        Assert.Equal((270, 0.01), (document["predictions"]!.AsArray().Count, (double)document["alpha"]!));
        Assert.Equal(
            document["predictions"]!.AsArray().Count(r => (double)r!["anomaly"]! == 1), (int)document["anomalies"]!);
    }

    [Theory]
    [InlineData("an alpha of 0.001 needs at least 999 errors of each target", "--anomalies", "--alpha", "0.001")]
    [InlineData("--alpha is for --anomalies", "--alpha", "0.1")]
    [InlineData("--range is not for --anomalies", "--anomalies", "--range", "90")]
    [InlineData("--alpha expects a number between 0 and 1", "--anomalies", "--alpha", "1")]
    public void What_anomalies_need_is_said(string message, params string[] options)
    {
        Train(Series());
        var run = Rnn.Run(["predict", _folder.File("run"), "--data", _folder.File("series.csv"), .. options]);

        Assert.Equal(2, run.Exit);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static double U(int t) => 20 + (t % 4) + RandomStream.At(3, (ulong)t);

    static string Rows(Func<int, double> value) => "step,u\n"
        + string.Concat(Enumerable.Range(0, 240).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t},{value(t)}\n")));

    static List<string[]> Cells(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(l => l.Split(','))];

    static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    void Train(string config)
    {
        var run = Rnn.Run("train", config, "--out", _folder.File("run"), "--quiet");
        Assert.True(run.Exit == 0, run.Error);
    }

    string Series()
    {
        _folder.Write("series.csv", Rows(U));
        return _folder.Write("series.yaml", """
            task: forecast
            data: {train: series.csv, step: step, target: u, window: 6, horizon: 3, season: 4, split: {validation: 0.3, test: 0.1}}
            model: {hidden: 4}
            training: {epochs: 5, batch: 8, optimizer: adamw, learning_rate: 0.02, precision: float64}
            """);
    }
}
