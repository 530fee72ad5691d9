using RnnTrainer.Tests;
using RnnTrainer.Tests.Cli;
using RnnTrainer.Tests.Init;

namespace RnnTrainer.Endurance;

/// <summary>Files made from known contents, each compared with what <c>rnn init</c> understands.</summary>
static class InitFiles
{
    public static bool Run(int count)
    {
        var rates = InitRates.Of(seed: 2, count);
        foreach (var (verdict, n) in rates.Verdicts.Select((v, n) => (v, n)).Where(v => !v.v.IsGood))
        {
            Console.WriteLine($"file {n}: {verdict}");
        }

        Console.WriteLine($"{rates.Table()}\n{rates.Faults()}\n{rates.Traits()}");
        return AreWritten(rates) && rates.Verdicts.All(v => v.Understood != Understood.Wrong);
    }

    /// <summary>Whether the command writes a config for each file that was understood, which it does after an update with it.</summary>
    static bool AreWritten(InitRates rates)
    {
        using var folder = new TemporaryFolder();
        var refused = rates.Verdicts.Where(v => v.Understood == Understood.Right)
            .Select(v => (v.File, Init: Rnn.Run("init", folder.Write(v.File.File, v.File.Text)))).Where(r => r.Init.Exit != 0).ToList();
        foreach (var (file, init) in refused)
        {
            Console.WriteLine($"{file.Kind}: exit code {init.Exit}: {init.Error}\n{file.Text[..Math.Min(file.Text.Length, 300)]}");
        }

        return refused.Count == 0;
    }
}
