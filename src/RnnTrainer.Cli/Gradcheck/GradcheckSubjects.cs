using RnnTrainer.Cells;
using RnnTrainer.Cells.Library;
using RnnTrainer.Cli.Inputs;
using RnnTrainer.Data;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Gradcheck;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Cli.Gradcheck;

/// <summary>Finds what a command line wants to check.</summary>
static class GradcheckSubjects
{
    const int Examples = 2;
    const int Longest = 200;

    /// <summary>A cell or program by its name, a config by its extension, else a run or a checkpoint.</summary>
    public static ICheckSubject Find(string target, IReadOnlyList<string> sets, int seed)
    {
        var program = ProgramLibrary.All.FirstOrDefault(p => p.Name == target) ?? CellChoice.FindProgram(target);
        return program is not null ? new ProgramSubject(program, seed)
            : CellChoice.IsPath(target) || CellLibrary.Find(target) is not null ? ModelSubject.OfCell(target, seed)
            : IsConfig(target) ? OfConfig(target, sets, seed)
            : Directory.Exists(target) || File.Exists(target) ? OfRun(target, seed)
            : throw ProgramChoice.Unknown(target);
    }

    /// <summary>Whether the name is that of a config.</summary>
    public static bool IsConfig(string target) => Path.GetExtension(target) is ".yaml" or ".yml" or ".json";

    static ModelSubject OfConfig(string path, IReadOnlyList<string> sets, int seed)
    {
        var loaded = CommandInputs.ReadConfig(path, sets);
        var config = loaded.Config.InFloat64();
        var data = TrainingData.Read(config, loaded.Folders);
        var model = new Model(config, data.Schema);
        if (config.Model.Init is { } init)
        {
            Weights.Assign(model.Parameters, Weights.Starting(SafeTensorsReader.Read(init)), init);
        }

        return Of(model, data, path, seed);
    }

    static ModelSubject OfRun(string target, int seed)
    {
        using var trained = CommandInputs.LoadModel(target, null);
        trained.RequireOne("gradcheck takes one model");
        var model = trained.InFloat64();
        return Of(model, TrainingData.Read(model.Config), trained.File, seed);
    }

    // Of different classes if there are several: with equal labels some gradients of the head would not be checked.
    static ModelSubject Of(Model model, TrainingData data, string name, int seed)
    {
        var batch = data.Train.Ready.DistinctBy(s => s.Label ?? s.Id).Take(Examples).Select(Beginning).ToList();
        return new ModelSubject(
            model, batch, $"{name}: {model.Cell.Name}, hidden {model.Config.Model.Hidden}, {batch.Count} training sequences", seed);
    }

    // A text may be one sequence of a million steps; a wrong gradient shows in the first ones.
    static Sequence Beginning(Sequence sequence) => sequence.Length <= Longest ? sequence : sequence.Slice(0, Longest);
}
