using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Files;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Models;

/// <summary>A model before it is made: its cell and its sizes. Nothing is allocated, whatever the config says.</summary>
sealed record ModelPlan
{
    const string Smaller = "take a smaller model: model.hidden, model.layers, model.embedding";

    ModelPlan(Config config, ModelSchema schema, ICell cell) => (Config, Schema, Cell) = (config, schema, cell);

    /// <summary>What the model would be made from.</summary>
    public Config Config { get; }

    /// <summary>What it would expect and output.</summary>
    public ModelSchema Schema { get; }

    /// <summary>The equations of every layer.</summary>
    public ICell Cell { get; }

    /// <summary>K, the inputs of the lowest layer.</summary>
    public int Inputs => InputsOf(Config, Schema);

    /// <summary>The windows of steps that are the steps of the lowest layer; null: its steps are those of the data.</summary>
    public Patches? Patches => PatchesOf(Config);

    /// <summary>The steps of the layers where those of the data are T.</summary>
    public int StepsOf(int T) => Patches?.CountOf(T) ?? T;

    /// <summary>Numbers that a layer hands on at each step: H, of both directions 2 H.</summary>
    public int Width => Config.Model.Bidirectional ? 2 * Config.Model.Hidden : Config.Model.Hidden;

    /// <summary>The number of trained parameters, Σ over the weights of the product of their sizes; at the largest whole number if it is
    /// more than that.</summary>
    public long Size => (long)Entries.Sum();

    /// <summary>Entries of the largest weight.</summary>
    public long Largest => (long)Entries.Max();

    // In float64, where a product of sizes cannot overflow.
    IEnumerable<double> Entries =>
    [
        .. Schema.Symbols > 0 ? [(double)Schema.Symbols * Config.Model.Embedding] : Array.Empty<double>(),
        .. Patches is null ? Array.Empty<double>() : [(double)Inputs * Patches.Size * Schema.Numbers.Count],
        .. Enumerable.Range(0, Config.Model.Layers).SelectMany(l => OfLayer(l == 0 ? Inputs : Width)),
        .. Enumerable.Range(0, Patches?.OutputSteps ?? 1).SelectMany(_ => Cells.Head.Parameters(Width, Schema.HeadOutputs)).Select(Product),
    ];

    /// <param name="cellText">The text of the cell where a checkpoint has it; null: the config says where the cell is.</param>
    /// <exception cref="ConfigException">There is no such cell, or patches of symbols.</exception>
    /// <exception cref="CellException">The cell's file cannot be read, is not a cell, or its derivatives do not hold.</exception>
    public static ModelPlan Of(Config config, ModelSchema schema, string? cellText = null) =>
        Of(config, schema, CellChoice.Find(config.Model, cellText));

    /// <summary>K: the entries of a symbol's vector, where there are symbols, and the numbers next to it; or what the map of patches
    /// makes.</summary>
    public static int InputsOf(Config config, ModelSchema schema) => config.Model.Patch is { } patch ? patch.Width ?? config.Model.Hidden
        : (schema.Symbols > 0 ? config.Model.Embedding : 0) + schema.Numbers.Count;

    /// <inheritdoc cref="Patches"/>
    public static Patches? PatchesOf(Config config) => config.Model.Patch is not { } patch ? null : new Patches(patch.Size, patch.Step)
    {
        HasStepOutputs = config.IsPerStep(),
        LooksBack = config.IsPerStep() && !config.Model.Bidirectional,
    };

    /// <summary>With a cell that was found before.</summary>
    internal static ModelPlan Of(Config config, ModelSchema schema, ICell cell) => config.Model.Patch is null || schema.Symbols == 0
        ? new(config, schema, cell)
        : throw new ConfigException(new Diagnostic(
            "model.patch", null, null, "model.patch: the inputs are symbols; size, stride and width are of windows of numbers",
            "remove it"));

    /// <summary>Refuses weights that there is no memory for, a value and a gradient each, before the first is allocated.</summary>
    /// <exception cref="RunException">They do not fit.</exception>
    internal void Require()
    {
        AvailableMemory.Require(
            2.0 * Size * (Config.Training.Precision == Precision.Float32 ? 4 : 8),
            string.Create(CultureInfo.InvariantCulture, $"a model of {Size:N0} parameters"), Smaller);
        if (Largest > int.MaxValue)
        {
            throw new RunException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a weight of the model would have {Largest:N0} entries, and {int.MaxValue:N0} are possible"), Smaller);
        }
    }

    /// <summary>The sizes of the weights that the config's model has at each of its layers.</summary>
    IEnumerable<double> OfLayer(int K)
    {
        double[] one =
        [
            .. Cell.Parameters(K, Config.Model.Hidden).Select(Product),
            .. Config.Model.InitialState == InitialState.Learned ? Cell.States.Select(_ => (double)Config.Model.Hidden) : [],
        ];
        return Config.Model.Bidirectional ? [.. one, .. one] : one;
    }

    static double Product(ParameterShape parameter) => parameter.Shape.Aggregate(1.0, (product, size) => product * size);
}
