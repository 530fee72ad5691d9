using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Import;

/// <summary>What the file of another library does not say about its model.</summary>
/// <param name="Cell"><c>ugrnn</c>, <c>gru</c>, <c>lstm</c>, <c>rnn</c> or <c>rnn-relu</c>, or one of <see cref="StandardCell"/>.</param>
/// <param name="Task">Classify, tag, regress or multilabel.</param>
/// <param name="Inputs">The K input columns, in the order of the weights.</param>
/// <param name="Target">The target columns.</param>
/// <param name="Classes">The labels, in the order of the head's rows; empty where outputs are numbers.</param>
sealed record ImportOptions(
    string Cell, TaskKind Task, IReadOnlyList<string> Inputs, IReadOnlyList<string> Target, IReadOnlyList<string> Classes)
{
    /// <summary>The column that names the sequences of a file; null: seq, sequence or id.</summary>
    public string? Sequence { get; init; }

    /// <summary>The column that orders the steps; null: step, if the file has it.</summary>
    public string? Step { get; init; }

    /// <summary>What replaces a missing number: <see cref="Shift"/>, or the number before.</summary>
    public MissingPolicy Missing { get; init; }

    /// <summary>[K], taken from the inputs before anything else; null: nothing is.</summary>
    public double[]? Shift { get; init; }

    /// <summary>[K], what they are then divided by; null: by nothing.</summary>
    public double[]? Scale { get; init; }

    /// <summary>Whether there is an output for every step; null: the default of the task.</summary>
    public TargetLevel? Level { get; init; }

    /// <summary>What the head reads of a sequence.</summary>
    public ReadoutKind Readout { get; init; }

    /// <summary>The name of the linear layer; null: there is only one.</summary>
    public string? Head { get; init; }

    /// <summary>What TensorFlow's UGRNNCell adds to its gate.</summary>
    public double ForgetBias { get; init; } = 1;
}

/// <summary>Makes models of the files of other libraries.</summary>
static class ModelImport
{
    /// <summary>The names of the cells that can be asked for.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["ugrnn", "gru", "gru-reset-after", "lstm", "rnn", "rnn-relu"];

    /// <summary>The training file in the config of an imported model, which has none.</summary>
    const string Train = "imported";

    /// <summary>Whether a model was imported: then there is no config that its user could change.</summary>
    public static bool IsImported(Config config) => config.Data.Train == Train;

    /// <summary>A model with the weights of a file.</summary>
    /// <param name="file">A safetensors file in the layout of PyTorch, or of Keras and TensorFlow.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is not such a model.</exception>
    /// <exception cref="RunException">The options do not fit it.</exception>
    public static Model Read(string file, ImportOptions options)
    {
        var content = SafeTensorsReader.Read(file);
        var tensors = new ForeignTensors(file, content);
        var foreign = TorchLayout.IsOf(tensors) ? TorchLayout.Read(tensors, options.Cell, options.Head)
            : KerasLayout.IsOf(tensors) ? KerasLayout.Read(tensors, options.Cell, options.Head, options.ForgetBias)
            : throw tensors.Error(
                "it has the names of neither PyTorch nor Keras",
                "expected are weight_ih_l0, weight_hh_l0, … or …/kernel, …/recurrent_kernel, …; weights of our own names are for " +
                "model.init");
        tensors.RequireAllTaken();
        var precision = content.Tensors.Any(t => t.Format == TensorFormat.F64) ? Precision.Float64 : Precision.Float32;
        var model = new Model(ConfigOf(options, foreign, precision), SchemaOf(options, foreign));
        foreach (var (layer, (there, back)) in model.Layers.Zip(foreign.Layers))
        {
            Assign(tensors, foreign.Cell, layer, there);
            if (layer.Reverse is not null)
            {
                Assign(tensors, foreign.Cell, layer.Reverse, back!);
            }
        }

        model.Head["W"].Value.Assign(foreign.Head.W);
        model.Head["B"].Value.Assign(StandardGate.Negative(foreign.Head.B));
        return model;
    }

    /// <summary>Biases are subtracted here; two that are added to one sum are one.</summary>
    static void Assign(ForeignTensors tensors, StandardCell cell, Layer layer, ForeignGates gates)
    {
        foreach (var (letter, gate) in cell.Gates)
        {
            if (gate == StandardGate.Open)
            {
                RequireOpen(tensors, gates.GetValueOrDefault(letter));
                continue;
            }

            var given = gates[letter];
            layer.Phi[gate.Wx].Value.Assign(given.Wx);
            layer.Phi[gate.Wh].Value.Assign(given.Wh);
            layer.Phi[gate.B].Value.Assign(StandardGate.Negative(gate.Bh is null ? [.. given.B.Zip(given.Bh, (b, h) => b + h)] : given.B));
            if (gate.Bh is not null)
            {
                layer.Phi[gate.Bh].Value.Assign(StandardGate.Negative(given.Bh));
            }
        }
    }

    /// <summary>A GRU is a UGRNN only where its reset gate is 1 whatever comes in.</summary>
    static void RequireOpen(ForeignTensors tensors, ForeignGate? gate)
    {
        const double Open = 15; // sigmoid(15) is 1 but for 3e-7
        if (gate is not null && (gate.Wx.Concat(gate.Wh).Any(w => w != 0) || gate.B.Zip(gate.Bh, (b, h) => b + h).Any(b => b < Open)))
        {
            throw tensors.Error("its reset gate is not open, so it is no ugrnn", "--cell gru");
        }
    }

    static Config ConfigOf(ImportOptions options, ForeignModel foreign, Precision precision) => new()
    {
        Task = options.Task,
        Data = new DataConfig
        {
            Train = Train,
            Sequence = options.Sequence is null ? null : new Columns(options.Sequence),
            Step = options.Step is null ? null : new Columns(options.Step),
            Inputs = new Columns(options.Inputs),
            Target = new Columns(options.Target),
            TargetLevel = options.Level,
            Normalize = Normalize.None,
            Missing = options.Missing,
        },
        Model =
            new ModelConfig
            {
                Cell = foreign.Cell.Name,
                Hidden = foreign.H,
                Layers = foreign.Layers.Count,
                Bidirectional = foreign.IsBidirectional,
                Readout = options.Readout
            },
        Training = new TrainingConfig { Precision = precision },
    };

    static ModelSchema SchemaOf(ImportOptions options, ForeignModel foreign)
    {
        Require(
            options.Inputs.Count == foreign.K, $"a step of the model has {foreign.K} inputs, but {options.Inputs.Count} columns are named",
            "--inputs names them in the order of the weights");
        var (C, named) = (foreign.Head.B.Length, options.Classes.Count > 0 ? options.Classes.Count : options.Target.Count);
        Require(
            C == named, $"the model has {C} outputs, but {named} are named",
            "--classes names the labels in the order of the outputs; --target the columns, where outputs are numbers");
        Require(
            (options.Shift?.Length ?? foreign.K) == foreign.K
            && (options.Scale?.Length ?? foreign.K) == foreign.K, $"--shift and --scale have a number for each of the {foreign.K} inputs",
            null);
        var scaling = new Normalization(
            NormalizationKind.None, options.Shift ?? new double[foreign.K], options.Scale ?? [.. Enumerable.Repeat(1.0, foreign.K)]);
        var filling = options.Missing == MissingPolicy.Error ? null
            : new InputEncoding(options.Missing, options.Inputs, scaling.Shift, [], [], null, null);
        return new ModelSchema(options.Inputs, options.Target, options.Classes, scaling, Encoding: filling);
    }

    static void Require(bool holds, string problem, string? hint)
    {
        if (!holds)
        {
            throw new RunException(problem, hint);
        }
    }
}
