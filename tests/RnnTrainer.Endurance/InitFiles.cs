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

        Console.WriteLine($"{rates.Table()}\n{rates.Traits()}");
        return rates.Verdicts.All(v => v.Understood != Understood.Wrong);
    }
}
