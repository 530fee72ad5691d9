using System.Text.Json;
using System.Text.Json.Nodes;
using RnnTrainer.Cells;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Cli;

/// <summary>A model as a checkpoint holds it.</summary>
sealed class TrainedModel : IDisposable
{
    readonly IReadOnlyList<string> folders;

    TrainedModel(string file, Checkpoint checkpoint, IReadOnlyList<string> folders)
    {
        var config = ConfigPaths.Resolve(checkpoint.Config, folders);
        (File, Checkpoint, Config, this.folders) = (file, checkpoint, config, folders);
        Model = new Model(config, checkpoint.Schema, checkpoint.Cell);
        Weights.Assign(Model.Parameters, checkpoint.Parameters, file);
    }

    /// <summary>The checkpoint's file.</summary>
    public string File { get; }

    public Checkpoint Checkpoint { get; }

    /// <summary>The checkpoint's, its data paths found from here.</summary>
    public Config Config { get; }

    public Model Model { get; }

    /// <summary>Reads the checkpoint that a command line means.</summary>
    /// <exception cref="RunException">There is no such run.</exception>
    /// <exception cref="CheckpointException">It cannot be used.</exception>
    public static TrainedModel Load(string target, string? which)
    {
        var file = ModelFile.Find(target, which);
        var checkpoint = Checkpoint.Read(file);
        try
        {
            return new TrainedModel(file, checkpoint, Folders(target));
        }
        catch (ConfigException e)
        {
            throw new CheckpointException(file, e.Errors[0].Message, e.Errors[0].Hint);
        }
        catch (CellException e)
        {
            throw new CheckpointException(file, $"its cell cannot be used: {e.Errors[0].Message}", e.Errors[0].Hint);
        }
    }

    /// <summary>The same model in float64.</summary>
    public Model InFloat64()
    {
        var model = new Model(Config.InFloat64(), Checkpoint.Schema, Checkpoint.Cell);
        Weights.Assign(model.Parameters, Checkpoint.Parameters, File);
        return model;
    }

    /// <summary>Its test split.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public DataPart Test()
    {
        if (Config.Data.Test is null && Config.Data.Split is not { Test: > 0 })
        {
            throw new UsageException("the run has no test split", "name a file with --data");
        }

        var test = HeldOutPart.Test(Config, Checkpoint.Schema, folders);
        return test.Count > 0 ? test : throw new UsageException("the run's test split is empty", "name a file with --data");
    }

    /// <summary>Its validation split; null: there is none.</summary>
    public DataPart? Validation()
    {
        var validation = Config.Data.Validation is null && Config.Data.Split is not { Validation: > 0 } ? null : HeldOutPart.Validation(Config, Checkpoint.Schema, folders);
        return validation is { Count: > 0 } ? validation : null;
    }

    /// <summary>A new file, looked for where the config's files are; <c>-</c> is standard input.</summary>
    /// <param name="labelled">Whether it has targets.</param>
    /// <exception cref="DataException">It is not there, or has mistakes.</exception>
    public DataPart Read(Session session, string data, bool labelled)
    {
        if (data == "-")
        {
            return Reading.Part(Config, Checkpoint.Schema, "standard input", session.ReadInput(), labelled);
        }

        var file = ConfigPaths.Find(data, folders);
        ConfigPaths.RequireData(file, folders);
        return Reading.Part(Config, Checkpoint.Schema, file, labelled: labelled);
    }

    public void Dispose() => Model.Dispose();

    // Data paths were meant from the folder where training ran, which run.json remembers.
    static List<string> Folders(string target)
    {
        var here = Directory.GetCurrentDirectory();
        var known = ConfigPaths.Folders(Environment.GetEnvironmentVariable(ConfigPaths.Variable));
        try
        {
            var record = RunDirectory.Open(target).Record;
            return JsonNode.Parse(System.IO.File.ReadAllText(record))?["folder"]?.ToString() is { } folder ? [here, folder, .. known] : [here, .. known];
        }
        catch (Exception e) when (e is RunException or JsonException or IOException or InvalidOperationException)
        {
            return [here, .. known];
        }
    }
}
