using System.Globalization;
using RnnTrainer.Endurance;

// The long forms of the tests in tests/RnnTrainer.Tests/Training/Durability and Hostile. docs/reliability.md has their results.
var trials = new Dictionary<string, (string Does, int Usual, Func<int, bool> Run)>
{
    ["kills"] = ("N trainings are killed by SIGKILL at random moments, resumed and compared", 200, count => Kills.Run(count, Ending.Kill)),
    ["signals"] = (
        "the same with SIGTERM, SIGINT and two SIGINT at once", 30, count => Kills.Run(count, Ending.Term, Ending.Interrupt, Ending.Twice)),
    ["claims"] = (
        "N trainings are killed by SIGKILL between creating their folder and shortly after their first checkpoint, and resumed or replaced",
        100, Kills.Claims),
    ["folders"] = (
        "the same with a folder that is moved away, or can no longer be written, and is restored afterwards", 40, count =>
            Kills.Run(count, Ending.Moved, Ending.ReadOnly)),
    ["processes"] = (
        "N jobs of MPI, of which one process is killed at a random moment, are resumed by another number of processes and compared", 50,
        Processes.Run),
    ["sweeps"] = (
        "N sweeps of 40 runs by four processes that are killed at random moments have the ranking of one process", 2, SharedSweeps.Run),
    ["fuzz"] = ("N corrupted files of every format are read or refused", 1_000_000, Fuzz.Run),
    ["names"] = ("N columns, labels, ids, files and runs with hostile names go through all commands", 200, Names.Run),
    ["configs"] = ("N configs of any task, layout and keys are trained or refused, and what they write can be read", 5000, AnyConfigs.Run),
    ["faults"] = ("every N-th file operation of a training fails once, and with all later ones", 1, Faults.Run),
    ["disk"] = ("a disk of N kilobytes in memory fills up while checkpoints are written", 600, FullDisk.Run),
    ["rows"] = (
        "N sequences of 1000 rows in a temporary file: a full disk, a killed process, and the same bytes as in memory", 1000,
        SpilledRows.Run),
    ["soak"] = ("a training of N minutes takes no more memory at its end than at its beginning", 120, Soak.Run),
    ["columns"] = ("headers and rows of N columns are read or refused within 5 s", 1_000_000, Columns.Run),
    ["large"] = ("a CSV of N megabytes, plain and packed, is read to its last row, with lines and columns", 4500, LargeFiles.Run),
    ["coverage"] = (
        "corrupted files again, for N minutes in total, from AFL++ and SharpFuzz, which observe the branches of the readers", 22,
        Coverage.Run),
    ["init"] = ("N files made from known contents are understood by `rnn init`, or it says what is ambiguous", 2000, InitFiles.Run),
    ["guards"] = (
        "the tests of kernels, cells and training pass with a guard page after every tensor, and while the garbage collector moves " +
        "everything it can; N is ignored", 1, Guards.Run),
    ["segments"] = (
        "training of sequences of N steps in segments has the bits of training with everything kept, with every cell, option and precision",
        10_000, LongSequences.Run),
    ["sets"] = ("the same tests pass with each instruction set disabled; N is ignored", 1, InstructionSets.Run),
};

switch (args)
{
    case [Planted.ReachesBeyond]:
        return Guards.ReachBeyond();
    case [Planted.Set]:
        return InstructionSets.Tell();
    case [Coverage.Fed, var reader]:
        return Coverage.Read(reader);
}

if (args.Length == 0 || (args[0] != "all" && !trials.ContainsKey(args[0])))
{
    Console.Error.WriteLine("dotnet run -c Release --project tests/RnnTrainer.Endurance -- TRIAL [N]\n  " + string.Join(
        "\n  ",
        trials.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key,-9} {t.Value.Does}; N is {t.Value.Usual} by default"))
        .Append("all       one after the other")));
    return 2;
}

var held = true;
foreach (var (name, trial) in trials.Where(t => args[0] == "all" || t.Key == args[0]))
{
    var count = args.Length > 1 && args[0] != "all" ? int.Parse(args[1], CultureInfo.InvariantCulture) : trial.Usual;
    Console.WriteLine($"{name}: {trial.Does}; N = {count}");
    var ok = trial.Run(count);
    Console.WriteLine($"{name}: {(ok ? "held" : "DID NOT HOLD")}");
    held &= ok;
}

return held ? 0 : 4;
