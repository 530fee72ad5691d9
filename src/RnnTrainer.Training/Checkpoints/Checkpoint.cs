using System.Globalization;
using System.Text.Json;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Checkpoints;

/// <summary>
/// A model at one moment of its training, as one safetensors file: parameters by name (<c>layer0.WhR</c>, …, <c>head.B</c>),
/// optimizer state as <c>optim.name.parameter</c>, and the rest in the metadata.
/// </summary>
/// <param name="Config">The resolved config. The number of threads is left out: the result does not depend on it, nor may the
/// bytes.</param>
/// <param name="Schema">Columns, classes, normalization.</param>
/// <param name="Progress">How far training has come.</param>
/// <param name="Parameters">By name.</param>
/// <param name="Optimizer">Named <c>name.parameter</c>; empty if the optimizer has no state.</param>
/// <param name="Cell">The text of the cell, under <c>cell</c> in the metadata; null if it is a built-in one.</param>
sealed record Checkpoint(
    Config Config,
    ModelSchema Schema,
    Progress Progress,
    IReadOnlyList<SafeTensor> Parameters,
    IReadOnlyList<SafeTensor> Optimizer,
    string? Cell = null)
{
    /// <summary>Name and version of the format, under <c>format</c> in the metadata.</summary>
    public const string Format = "rnn.checkpoint/2";

    // The same without a hash of its content.
    const string FirstFormat = "rnn.checkpoint/1";

    const string OptimizerPrefix = "optim.";
    const string CarriedPrefix = "carried.";

    /// <summary>Within an epoch whose sequences are cut into chunks: the hidden states from which the next chunk continues, as
    /// <c>carried.layer0.h0</c> [B,H].</summary>
    public IReadOnlyList<SafeTensor> Carried { get; init; } = [];

    /// <summary>Whether a name in a file is that of a parameter, not of what training keeps in addition.</summary>
    public static bool IsWeight(string name) =>
        !name.StartsWith(OptimizerPrefix, StringComparison.Ordinal) && !name.StartsWith(CarriedPrefix, StringComparison.Ordinal);

    /// <summary>The version of this program, which a checkpoint keeps: another one need not take the same steps.</summary>
    public static string ThisVersion { get; } = typeof(Checkpoint).Assembly.GetName().Version!.ToString(3);

    /// <summary>The version that wrote it; null in the first checkpoints.</summary>
    public string? Version { get; init; } = ThisVersion;

    /// <summary>SHA-256 of each data file it was trained with, in hexadecimal; none in the first checkpoints.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Writes the file, completely or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, IDisk? disk = null) => SafeTensorsWriter.Write(path, Content(), disk);

    /// <summary>What the file has.</summary>
    public SafeTensors Content()
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
            ["config"] = ConfigJson.ToJson(Config with { Training = Config.Training with { Threads = 0, Memory = null } })
                .ToJsonString(ConfigJson.Options),
            ["schema"] = Schema.ToJson(),
            ["progress"] = JsonSerializer.Serialize(Progress, ConfigJson.Options),
            ["epoch"] = Progress.Epoch.ToString(CultureInfo.InvariantCulture),
            ["step"] = Progress.Step.ToString(CultureInfo.InvariantCulture),
            ["version"] = Version ?? ThisVersion,
            ["data_sha256"] = string.Join(' ', Data),
        };
        if (Cell is not null)
        {
            metadata["cell"] = Cell;
        }

        var state = Optimizer.Select(t => t with { Name = OptimizerPrefix + t.Name });
        var carried = Carried.Select(t => t with { Name = CarriedPrefix + t.Name });
        return SafeTensorsWriter.WithDigest(new SafeTensors(metadata, [.. Parameters, .. state, .. carried]));
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        SafeTensorsWriter.WriteTo(bytes, Content());
        return bytes.ToArray();
    }

    /// <summary>Reads and checks a file; whether it fits a model is for the model to say.</summary>
    /// <exception cref="CheckpointException">It is missing, damaged, of another format or version, or incomplete.</exception>
    public static Checkpoint Read(string path) => Of(SafeTensorsReader.Read(path), path);

    /// <summary>What a file has.</summary>
    /// <param name="path">What it is called in messages.</param>
    /// <exception cref="CheckpointException">It is of another format or version, or incomplete.</exception>
    public static Checkpoint Of(SafeTensors content, string path)
    {
        var (metadata, tensors) = content;
        var format = Text("format");
        if (format is not (Format or FirstFormat))
        {
            throw new CheckpointException(
                path, $"its format is '{format}', expected '{Format}'", "it was written by another version of rnn");
        }

        if (format == Format && !SafeTensorsWriter.HasOwnDigest(content))
        {
            throw new CheckpointException(
                path, "its content does not match its hash: it is damaged, or was changed",
                "model.init takes weights from any safetensors file");
        }

        try
        {
            return new Checkpoint(
                ConfigJson.Parse(Text("config")),
                ModelSchema.Parse(Text("schema")),
                Progress.Parse(Text("progress")),
                [.. tensors.Where(t => IsWeight(t.Name))],
                Named(OptimizerPrefix),
                metadata.GetValueOrDefault("cell"))
            {
                Carried = Named(CarriedPrefix),
                Version = metadata.GetValueOrDefault("version"),
                Data = metadata.GetValueOrDefault("data_sha256", "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            };
        }
        catch (JsonException e)
        {
            throw new CheckpointException(path, $"its metadata cannot be read: {e.Message}");
        }

        IReadOnlyList<SafeTensor> Named(string prefix) =>
            [.. tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(t => t with { Name = t.Name[prefix.Length..] })];

        string Text(string key) => metadata.GetValueOrDefault(key)
            ?? throw new CheckpointException(
                path, $"it has no '{key}' in its metadata",
                "it is not a checkpoint of rnn; model.init takes any safetensors file with the right names");
    }

    /// <summary>The number of updates that a file says it was written after, without reading its tensors; null if it does not
    /// say.</summary>
    internal static long? StepOf(string path)
    {
        try
        {
            return long.TryParse(
                SafeTensorsReader.ReadMetadata(path).GetValueOrDefault("step"), NumberStyles.None, CultureInfo.InvariantCulture,
                out var step) ? step : null;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }
}
