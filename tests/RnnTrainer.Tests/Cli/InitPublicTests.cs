using RnnTrainer.Tests.Data;

namespace RnnTrainer.Tests.Cli;

/// <summary>Public sets, where they are at hand: what <c>rnn init</c> writes is ready to be trained.</summary>
public sealed class InitPublicTests
{
    static readonly string[] Files =
    [
        "basic-motions/train.csv", "chinatown/train.csv", "gun-point/raw/GunPoint_TRAIN.ts", "italy-power-demand/train.csv",
            "japanese-vowels/raw/JapaneseVowels_TRAIN.ts", "synthetic-control/train.csv",
        "occupancy/train.csv", "jsb-chorales/train.csv", "mackey-glass-t17/mackey_glass_t17.csv", "classic-series/airline-passengers.csv",
        "classic-series/lynx.csv", "classic-series/UKgas.csv",
        "ud-afrikaans-afribooms/train.csv", "etth1/ETTh1.csv", "names/names.txt",
    ];

    [SharedDataFact]
    public void What_init_writes_for_a_public_set_is_ready_to_be_trained()
    {
        using var folder = new TemporaryFolder();
        Assert.All(Files, file =>
        {
            var config = folder.File($"{file.Replace('/', '-')}.yaml");
            var init = Rnn.Run("init", Path.Combine(SharedDataFactAttribute.Folder, file), "--out", config);
            Assert.True(init.Exit == 0, init.Error);
            var train = Rnn.Run("train", config, "--dry-run");
            Assert.True(train.Exit == 0, train.Error);
        });
    }
}
